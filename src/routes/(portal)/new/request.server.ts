import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { randomUUID } from 'node:crypto';
import { findStaged } from '../../../attachments/staging.ts';
import { database } from '../../../database/connection.ts';
import type { Account } from '../../../identity/account.ts';
import type { CustomerActor } from '../../../identity/actor.ts';
import { refusalWords } from '../../../refusal-words.ts';
import { Refusal } from '../../../refusal.ts';
import { findDraft, forgetDraft, keepDraft, stampOfDraft } from '../../../tickets/drafting.ts';
import { openTicket, type Request } from '../../../tickets/opening.ts';
import { asBody } from '../../../tickets/sanitising.ts';
import { limits, type VehicleFacts } from '../../../tickets/ticket.ts';
import type { Product } from '../../../units/product.ts';
import { isOutdated, subscriptionConcern, subscriptionState, type Unit } from '../../../units/unit.ts';
import { formatDateTime, formatDay } from '../../../ui/format.ts';
import { carried, fieldErrors, flat, receivePosted, refused, text } from '../../form.server.ts';
import { closedFor } from '../../closed.server.ts';
import { forgetOffices } from '../../offices.server.ts';
import { asCustomer } from '../../request.server.ts';

const requestForm = z.strictObject({
	...carried,
	subject: text(limits.subject, { required: true }),
	make: text(limits.make),
	model: text(limits.model),
	engine: text(limits.engine),
	year: text(limits.year),
	ecu: text(limits.ecu),
	protocol: text(limits.protocol),
	message: text(200_000, { lines: true }),
});

export type About = { product: Product; unit: Unit | null };

/** Where the draft of a request is kept: one per unit, or per service. */
function draftPlace({ product, unit }: About): string {
	return unit ? `new:${product.slug}:${unit.serial}` : `new:${product.slug}`;
}

/** What the form page shows: the unit, which fields and slots the product has, and what was being written. */
export async function requestPage(event: RequestEvent, about: About) {
	const { account } = asCustomer(event);
	const { product, unit } = about;
	const now = new Date();
	const draft = await findDraft(database(), account.id, draftPlace(about));
	return {
		product: { slug: product.slug, name: product.name, fields: product.fields, slots: product.slots },
		unit: unit && {
			serial: unit.serial,
			kind: unit.kind,
			company: unit.holderId === account.id ? null : unit.holderCompany,
			...subscriptionShown(unit, account, now),
			software: {
				installed: unit.softwareVersion,
				newest: unit.newestVersion,
				outdated: isOutdated(unit.softwareVersion, unit.newestVersion),
			},
		},
		draft: draft && {
			values: draft.fields,
			staged: await findStaged(database(), account.id, draft.attached),
			at: formatDateTime(draft.at, account.locale, account.timeZone),
			stamp: stampOfDraft(draft),
		},
		closed: await closedFor(account, 'tickets'),
		draftPlace: draftPlace(about),
		key: randomUUID(),
	};
}

/** What the pages say about a unit's subscription, and what its product's policy makes of an expired one (product.md P5). */
export function subscriptionShown(
	unit: Pick<Unit, 'subscriptionUntil' | 'subscriptionPolicy'>,
	{ timeZone, locale }: Account,
	now: Date,
) {
	const { subscriptionUntil: until } = unit;
	return {
		subscription: { state: subscriptionState(until, now, timeZone), until: until && formatDay(until, locale) },
		concern: subscriptionConcern(unit, now, timeZone),
	};
}

/** Opens the ticket from the posted form; a refused form comes back with all that was typed and every file that arrived. */
export async function openFrom(event: RequestEvent, about: (actor: CustomerActor) => Promise<About>) {
	const { actor, account } = asCustomer(event);
	const { product, unit } = await about(actor);
	const posted = await receivePosted(event.request, account);
	const parsed = requestForm.safeParse(flat(posted.fields));
	const problems = parsed.success ? {} : fieldErrors(parsed.error, account.locale);
	const place = draftPlace({ product, unit });
	const again = async (status: number, errors: Record<string, string>) => {
		const form = refused(posted, errors);
		await keepDraft(
			database(),
			account.id,
			place,
			{ fields: form.values, attached: form.staged.map((file) => file.id) },
			new Date(),
		);
		return fail(status, { form });
	};
	if (!parsed.success || Object.keys(posted.errors).length > 0) return again(posted.status, problems);
	let number: number;
	try {
		const request = requestOf(parsed.data, { product, unit });
		number = await database()
			.transaction()
			.execute((trx) => openTicket(trx, actor, request, new Date()));
	} catch (error) {
		if (!(error instanceof Refusal) || error.code === 'not-found') throw error;
		if (error.code === 'branch-closed') forgetOffices();
		const field = String(error.details['field'] ?? 'form');
		return again(error.status, { [field]: refusalWords(error.code, error.details, account.locale) });
	}
	return redirect(303, `/tickets/${number}`);
}

function requestOf(form: z.infer<typeof requestForm>, about: About): Request {
	const { subject, message, format, key, attached, ...facts } = form;
	const { product, unit } = about;
	return {
		product: product.slug,
		serial: unit?.serial ?? null,
		subject,
		facts: asked(product, facts),
		body: asBody(message, format),
		attached,
		key,
		draft: draftPlace(about),
	};
}

/** Throws the draft away and goes back to the products. */
export async function cancel(event: RequestEvent, about: (actor: CustomerActor) => Promise<About>) {
	const { actor, account } = asCustomer(event);
	await forgetDraft(database(), account.id, draftPlace(await about(actor)));
	return redirect(303, '/new');
}

// Fields that the product does not ask for are not shown, so nothing in them was meant.
function asked(product: Product, facts: VehicleFacts): VehicleFacts {
	const shown = (field: keyof VehicleFacts) => (product.fields.includes(field) ? facts[field] : '');
	return {
		make: shown('make'),
		model: shown('model'),
		engine: shown('engine'),
		year: shown('year'),
		ecu: shown('ecu'),
		protocol: shown('protocol'),
	};
}
