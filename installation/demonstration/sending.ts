import { thePortal } from '../../src/audit/entry.ts';
import type { Writing } from '../../src/database/connection.ts';
import type { Locale } from '../../src/identity/account.ts';
import type { CustomerActor, StaffActor } from '../../src/identity/actor.ts';
import { expectedIn } from '../../src/rma/arrival.ts';
import { authorise } from '../../src/rma/authorising.ts';
import { completeForm, saveForm } from '../../src/rma/completing.ts';
import { listItems, readForm } from '../../src/rma/finding.ts';
import { instructionsFor } from '../../src/rma/proposal.ts';
import { listDestinations } from '../../src/rma/proposing.ts';
import { makeQuote } from '../../src/rma/quoting.ts';
import { receive } from '../../src/rma/receiving.ts';
import { inspect, repair } from '../../src/rma/repairing.ts';
import type { Shown } from '../../src/rma/rma.ts';
import { closeRma, send, shipBack } from '../../src/rma/travelling.ts';
import type { DemoForm, RmaDeed } from './ticket.ts';

/** Takes the next step of a ticket’s RMA at its past time, through the verbs that pages use; the first is its authorisation. */
export async function sendOn(
	trx: Writing,
	actor: CustomerActor | StaffActor,
	ticketNumber: number,
	deed: RmaDeed,
	at: Date,
): Promise<void> {
	if (actor.kind === 'customer') return stepOfCustomer(trx, actor, await findShown(trx, ticketNumber), deed, at);
	if (typeof deed === 'object' && 'authorise' in deed) return permit(trx, actor, ticketNumber, deed.authorise, at);
	return stepOfTechnician(trx, actor, await findShown(trx, ticketNumber), deed, at);
}

async function permit(
	trx: Writing,
	technician: StaffActor,
	ticketNumber: number,
	{ accessory = null, inWarranty }: { accessory?: string | null; inWarranty: boolean },
	at: Date,
): Promise<void> {
	const ticket = await trx
		.selectFrom('ticket as t')
		.innerJoin('account as a', 'a.id', 't.opener_id')
		.select(['t.opener_id as senderId', 't.branch_id as branchId', 't.unit_id as unitId', 'a.locale'])
		.where('t.number', '=', ticketNumber)
		.executeTakeFirstOrThrow();
	const { senderId, branchId, unitId, locale } = ticket;
	const to = (await listDestinations(trx)).find(({ id }) => id === branchId);
	if (!to || unitId === null) throw new Error(`nothing can be sent on ticket ${ticketNumber}`);
	const instructions = instructionsFor(to, locale as Locale).text;
	const asked = {
		ticketNumber,
		items: [{ unitId, accessory }],
		senderId,
		branchId,
		inWarranty,
		instructions,
		days: 30,
	};
	await authorise(trx, { technician, by: thePortal }, asked, at);
}

function findShown(trx: Writing, ticketNumber: number): Promise<Shown> {
	return trx
		.selectFrom('rma')
		.select(['number', 'version'])
		.where('ticket_number', '=', ticketNumber)
		.executeTakeFirstOrThrow();
}

async function stepOfCustomer(
	trx: Writing,
	customer: CustomerActor,
	shown: Shown,
	deed: RmaDeed,
	at: Date,
): Promise<void> {
	const by = thePortal;
	if (deed === 'close') return closeRma(trx, { actor: customer, by }, shown, at);
	if (typeof deed === 'object' && 'send' in deed) return send(trx, { customer, by }, shown, deed.send, at);
	if (typeof deed !== 'object' || !('complete' in deed)) throw new Error('this is no step of a customer');
	await write(trx, customer, shown.number, deed.complete, at);
	await completeForm(trx, { customer, by }, shown, at);
}

async function write(trx: Writing, customer: CustomerActor, number: number, form: DemoForm, at: Date): Promise<void> {
	const { contact, street, postcode, city, purchasedDaysAgo, fault, accessories } = form;
	const { company, country, phone } = await trx
		.selectFrom('customer')
		.select(['company', 'country', 'phone'])
		.where('id', '=', customer.id)
		.executeTakeFirstOrThrow();
	const parcel = { contact, company, street, postcode, city, country, phone, declared: true };
	const item = { purchasedOn: dayFrom(at, -purchasedDaysAgo), fault, accessories };
	await saveForm(trx, customer, number, { parcel, items: new Map([[1, item]]) });
}

async function stepOfTechnician(
	trx: Writing,
	technician: StaffActor,
	shown: Shown,
	deed: RmaDeed,
	at: Date,
): Promise<void> {
	const by = thePortal;
	if (deed === 'receive') {
		const expected = expectedIn(await listItems(trx, shown, 'en'), await readForm(trx, shown));
		return receive(trx, { technician, by }, shown, { present: expected.map(({ code }) => code) }, at);
	}
	if (deed === 'inspect') return inspect(trx, { technician, by }, shown, at);
	if (typeof deed === 'object' && 'repair' in deed) return repair(trx, { technician, by }, shown, deed.repair, at);
	if (typeof deed === 'object' && 'ship' in deed) return shipBack(trx, { technician, by }, shown, deed.ship, at);
	if (typeof deed !== 'object' || !('quote' in deed)) throw new Error('this is no step of a technician');
	const { validDays, ...quote } = deed.quote;
	const whole = { ...quote, currency: 'EUR', validUntil: dayFrom(at, validDays) };
	await makeQuote(trx, { technician, by }, shown, whole, at);
}

function dayFrom(at: Date, days: number): string {
	return Temporal.Instant.fromEpochMilliseconds(at.getTime())
		.toZonedDateTimeISO('UTC')
		.toPlainDate()
		.add({ days })
		.toString();
}
