import { redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import {
	disableCustomer,
	enableCustomer,
	resetFactors,
	sendFirstPassword,
} from '../../../../../customers/changing-by-staff.ts';
import { findOverseenCustomer } from '../../../../../customers/overseeing.ts';
import { database, type Writing } from '../../../../../database/connection.ts';
import type { By } from '../../../../../audit/entry.ts';
import { may, type StaffActor } from '../../../../../identity/actor.ts';
import { recallTicketsOf } from '../../../../../tickets/recalling.ts';
import { listUnitsOf } from '../../../../../units/overseeing.ts';
import { asStaff, doneBy } from '../../../../request.server.ts';
import { attempt, receiveTyped } from '../../../../typed-form.server.ts';
import { shownCustomer, shownTickets, shownUnit } from '../customer-page.server.ts';
import type { Actions, PageServerLoad } from './$types';

const doings = ['registered', 'changed', 'sent', 'disabled', 'enabled', 'reset', 'unit'] as const;

/** A customer with his units, his Slaves and Masters, and his latest tickets, as this staff member may see them. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event);
	const db = database();
	const customer = await findOverseenCustomer(db, actor, event.params.code, new Date());
	const [units, tickets] = await Promise.all([
		listUnitsOf(db, actor, customer.id),
		recallTicketsOf(db, actor, customer.id),
	]);
	return {
		customer: shownCustomer(customer, account),
		units: units.own.map((unit) => shownUnit(unit, account)),
		slaves: units.asMaster.map((unit) => shownUnit(unit, account)),
		tickets: shownTickets(tickets, account),
		mayRegister: may(actor, 'register'),
		done: doings.find((what) => what === event.url.searchParams.get('done')),
	};
};

export const actions: Actions = {
	send: (event) =>
		change(event, 'sent', (trx, actor, by) => sendFirstPassword(trx, actor, by, event.params.code, new Date())),
	disable: (event) =>
		change(event, 'disabled', (trx, actor, by) => disableCustomer(trx, actor, by, event.params.code, new Date())),
	reset: (event) =>
		change(event, 'reset', (trx, actor, by) => resetFactors(trx, actor, by, event.params.code, new Date())),
	enable: (event) =>
		change(event, 'enabled', (trx, actor, by) => enableCustomer(trx, actor, by, event.params.code, new Date())),
};

type Change = (trx: Writing, actor: StaffActor, by: By) => Promise<void>;

/** Buttons without fields: whatever comes with them is refused. */
async function change(event: RequestEvent, done: (typeof doings)[number], work: Change) {
	const { actor, account } = asStaff(event, 'register');
	const { code } = await findOverseenCustomer(database(), actor, event.params['code'] ?? '', new Date());
	const { failure: unfit, values } = await receiveTyped(event, z.strictObject({}), account.locale);
	if (unfit) return unfit;
	const { failure } = await attempt(event, (trx) => work(trx, actor, doneBy(event)), {
		values,
		locale: account.locale,
	});
	return failure ?? redirect(303, `/desk/customers/${code}?done=${done}`);
}
