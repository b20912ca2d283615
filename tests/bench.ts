import { expect } from 'vitest';
import { thePortal } from '../src/audit/entry.ts';
import { connect, disconnect, type Writing } from '../src/database/connection.ts';
import type { CustomerActor, StaffActor } from '../src/identity/actor.ts';
import { expectedIn } from '../src/rma/arrival.ts';
import { authorise } from '../src/rma/authorising.ts';
import { completeForm, saveForm } from '../src/rma/completing.ts';
import { findRma, listItems, readForm } from '../src/rma/finding.ts';
import { receive } from '../src/rma/receiving.ts';
import { send } from '../src/rma/travelling.ts';
import { mainOf, openTicket, test as base, type Demonstration } from './demonstration.ts';
import { asCustomer, asTechnician, fullForm, shown } from './sending.ts';

/** Who sends what: a customer's code, and the page on which he opens a ticket about his unit. */
export type Sender = { code: string; unit: string; inWarranty?: boolean };

/** With a parcel that has just been received, to be put where each test wants it. */
export const test = base.extend('parcel', { scope: 'file' }, async ({ stage }) =>
	receivedParcel(stage, { code: 'C1002', unit: '/new/k-tag/KTM-9D55-1120' }),
);

export const room = (number: number) => `/desk/rma/${number}`;
export const stateOn = (html: string) => /data-state="(\w+)"/.exec(html)?.[1];

/** A technician at the bench of one RMA, without a browser. */
export async function benchOf(stage: Demonstration, number: number) {
	const technician = await stage.staff('technician');
	const version = async () =>
		/name="version" value="(\d+)"/.exec((await technician.get(room(number))).text)?.[1] ?? '1';
	const post = async (step: string, fields: Record<string, string> = {}) =>
		technician.post(`${room(number)}?/${step}`, { version: await version(), ...fields });
	return {
		technician,
		version,
		post,
		async take(step: string, fields: Record<string, string> = {}) {
			const answer = await post(step, fields);
			expect([step, answer.status, answer.status === 303 ? '' : mainOf(answer.text)]).toEqual([step, 303, '']);
		},
		state: async () => stateOn((await technician.get(room(number))).text),
		/** Puts it where a test wants it to be. */
		put: (state: string, inWarranty = true) =>
			stage.query('update rma set state = $2, in_warranty = $3 where number = $1', [number, state, inWarranty]),
	};
}

/** A parcel of the demonstration that has just been received. Answers its RMA's number. */
export async function receivedParcel(stage: Demonstration, sender: Sender): Promise<number> {
	const ticketNumber = await openTicket(await stage.customer(sender.code), sender.unit);
	return inDatabase(stage, async (trx) => {
		const { customer, technician, unitId, branchId } = await partiesOf(trx, ticketNumber);
		const asked = { ticketNumber, items: [{ unitId, accessory: null }], senderId: customer.id, branchId };
		const now = new Date();
		const number = await authorise(
			trx,
			asTechnician(technician),
			{ ...asked, inWarranty: sender.inWarranty ?? true, instructions: 'Wrap it twice.', days: 30 },
			now,
		);
		const items = await listItems(trx, { number }, 'en');
		const form = fullForm(items.flatMap(({ accessories }) => accessories.map(({ slug }) => slug)));
		await saveForm(trx, customer, number, form);
		await completeForm(trx, asCustomer(customer), await shown(trx, customer, number), now);
		const parcel = { carrier: 'Corriere Inventato', tracking: 'CI 001 IT' };
		await send(trx, asCustomer(customer), await shown(trx, customer, number), parcel, now);
		const found = { present: expectedIn(items, await readForm(trx, { number })).map(({ code }) => code) };
		await receive(trx, asTechnician(technician), await shown(trx, technician, number), found, now);
		return number;
	});
}

/** Does something as the customer who sends a parcel. */
export async function asSender<Outcome>(
	stage: Demonstration,
	number: number,
	work: (trx: Writing, sender: { customer: CustomerActor; by: typeof thePortal }) => Promise<Outcome>,
): Promise<Outcome> {
	return inDatabase(stage, async (trx) => {
		const administrator: StaffActor = { kind: 'staff', id: 0, role: 'administrator', branchIds: [] };
		const { customerId } = await findRma(trx, administrator, number);
		return work(trx, { customer: { kind: 'customer', id: customerId }, by: thePortal });
	});
}

async function inDatabase<Outcome>(stage: Demonstration, work: (trx: Writing) => Promise<Outcome>): Promise<Outcome> {
	try {
		return await connect(stage.databaseUrl, 1).transaction().execute(work);
	} finally {
		await disconnect();
	}
}

async function partiesOf(trx: Writing, ticketNumber: number) {
	const { openerId, unitId, branchId } = await trx
		.selectFrom('ticket')
		.select(['opener_id as openerId', 'unit_id as unitId', 'branch_id as branchId'])
		.where('number', '=', ticketNumber)
		.executeTakeFirstOrThrow();
	const { id } = await trx
		.selectFrom('staff as s')
		.innerJoin('staff_branch as b', 'b.staff_id', 's.id')
		.select('s.id')
		.where('b.branch_id', '=', branchId)
		.where('s.role', '=', 'technician')
		.executeTakeFirstOrThrow();
	const customer: CustomerActor = { kind: 'customer', id: openerId };
	const technician: StaffActor = { kind: 'staff', id, role: 'technician', branchIds: [branchId] };
	return { customer, technician, unitId: unitId!, branchId };
}
