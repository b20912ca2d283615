import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveText } from '../../../attachments/receiving.ts';
import { database, type Writing } from '../../../database/connection.ts';
import type { Account } from '../../../identity/account.ts';
import type { CustomerActor } from '../../../identity/actor.ts';
import { refusalWords } from '../../../refusal-words.ts';
import { Refusal } from '../../../refusal.ts';
import { listUnderWay } from '../../../rma/listing-under-way.ts';
import { giveUpUnit } from '../../../units/binding.ts';
import { delegate } from '../../../units/delegating.ts';
import { findUnit, listProducts } from '../../../units/finding.ts';
import { listHoldings, type Holding } from '../../../units/listing.ts';
import { listOwnRequests, requestBinding, withdrawBinding } from '../../../units/requesting.ts';
import { unitsAsked } from '../../../units/searching.ts';
import { isOutdated, subscriptionState } from '../../../units/unit.ts';
import { formatDateTime, formatDay } from '../../../ui/format.ts';
import { fieldErrors, flat, text, typed } from '../../form.server.ts';
import { asCustomer, doneBy } from '../../request.server.ts';
import type { Actions, PageServerLoad } from './$types';

const outcomes = ['delegated', 'released', 'requested', 'withdrawn'] as const;
type Outcome = (typeof outcomes)[number];

/** The customer's units and those of his Slaves, with what is granted on each (product.md P3), and what he waits for. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asCustomer(event);
	const find = unitsAsked(event.url.searchParams);
	const [{ own, ofSlaves, more }, rmaOf, requests, products] = await Promise.all([
		listHoldings(database(), actor, find),
		listUnderWay(database(), actor),
		listOwnRequests(database(), actor),
		listProducts(database(), account.locale),
	]);
	const now = new Date();
	return {
		find,
		more,
		own: own.map((unit) => ({ ...shown(unit, account, now), rma: rmaOf(unit) })),
		ofSlaves: ofSlaves.map((unit) => ({ ...shown(unit, account, now), rma: rmaOf(unit) })),
		requests: requests.map(({ at, ...request }) => ({
			...request,
			time: { at: at.toISOString(), text: formatDateTime(at, account.locale, account.timeZone) },
		})),
		products: products.filter(({ hasSerials }) => hasSerials).map(({ slug, name }) => ({ slug, name })),
		done: outcomes.find((outcome) => outcome === event.url.searchParams.get('done')) ?? null,
	};
};

function shown({ subscriptionUntil, subscriptionPolicy: _, ...unit }: Holding, account: Account, now: Date) {
	return {
		...unit,
		outdated: isOutdated(unit.softwareVersion, unit.newestVersion),
		subscription: {
			state: subscriptionState(subscriptionUntil, now, account.timeZone),
			until: subscriptionUntil && formatDay(subscriptionUntil, account.locale),
		},
	};
}

const named = { product: z.string().min(1).max(40), serial: z.string().min(1).max(64) };
const granted = z.literal('on').optional();
const forms = {
	delegate: z.strictObject({ ...named, master: z.string().max(32), view: granted, reply: granted, close: granted }),
	release: z.strictObject(named),
	request: z.strictObject({ product: z.string().max(40), serial: text(64, { required: true }) }),
	withdraw: z.strictObject({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) }),
};

type Doing<Form> = (trx: Writing, actor: CustomerActor, form: Form) => Promise<void>;
type Deed = { name: keyof typeof forms; outcome: Outcome };

/** Does what a form asks and shows the page again; a refused form comes back with what was typed. */
async function doing<Form>(event: RequestEvent, { name, outcome }: Deed, schema: z.ZodType<Form>, work: Doing<Form>) {
	const { actor, account } = asCustomer(event);
	const fields = await receiveText(event.request);
	const again = (status: number, errors: Record<string, string>) =>
		fail(status, { [name]: { values: typed(fields), errors } });
	const parsed = schema.safeParse(flat(fields));
	if (!parsed.success) return again(400, fieldErrors(parsed.error, account.locale));
	try {
		await database()
			.transaction()
			.execute((trx) => work(trx, actor, parsed.data));
	} catch (error) {
		if (!(error instanceof Refusal) || error.code === 'not-found') throw error;
		const { retryAfter, field = 'form' } = error.details;
		if (retryAfter) event.setHeaders({ 'retry-after': String(retryAfter) });
		return again(error.status, { [String(field)]: refusalWords(error.code, error.details, account.locale) });
	}
	return redirect(303, `/units?done=${outcome}`);
}

/** The unit that a form names, his own or his Slave's. @throws Refusal `not-found` */
async function unitOf(trx: Writing, actor: CustomerActor, { product, serial }: { product: string; serial: string }) {
	const unit = serial.includes('\0') || product.includes('\0') ? null : await findUnit(trx, actor, product, serial);
	if (!unit) throw new Refusal('not-found');
	return unit.id;
}

export const actions: Actions = {
	delegate: (event) =>
		doing(event, { name: 'delegate', outcome: 'delegated' }, forms.delegate, async (trx, actor, form) => {
			const { master, view, reply, close } = form;
			const unitId = await unitOf(trx, actor, form);
			const grants = { mayView: view === 'on', mayReply: reply === 'on', mayClose: close === 'on' };
			await delegate(trx, actor, { unitId, master, ...grants }, doneBy(event), new Date());
		}),

	release: (event) =>
		doing(event, { name: 'release', outcome: 'released' }, forms.release, async (trx, actor, form) => {
			await giveUpUnit(trx, actor, await unitOf(trx, actor, form), doneBy(event), new Date());
		}),

	request: (event) =>
		doing(event, { name: 'request', outcome: 'requested' }, forms.request, (trx, actor, form) =>
			requestBinding(trx, actor, form, doneBy(event), new Date()),
		),

	withdraw: (event) =>
		doing(event, { name: 'withdraw', outcome: 'withdrawn' }, forms.withdraw, (trx, actor, { id }) =>
			withdrawBinding(trx, actor, id, doneBy(event), new Date()),
		),
};
