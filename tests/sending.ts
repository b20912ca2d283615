import { sql } from 'kysely';
import { thePortal } from '../src/audit/entry.ts';
import type { Writing } from '../src/database/connection.ts';
import type { CustomerActor, StaffActor } from '../src/identity/actor.ts';
import { authorise, type Authorisation } from '../src/rma/authorising.ts';
import { completeForm, saveForm } from '../src/rma/completing.ts';
import { findRma } from '../src/rma/finding.ts';
import type { Form } from '../src/rma/form.ts';
import type { Shown } from '../src/rma/rma.ts';
import type { gather } from './cast.ts';
import { open } from './ticketing.ts';

type Cast = Awaited<ReturnType<typeof gather>>;

/** A form with nothing missing, for one unit whose product has these accessories. */
export function fullForm(accessories: string[] = []): Form {
	const answers = Object.fromEntries(accessories.map((slug) => [slug, 'in_parcel' as const]));
	return {
		parcel: {
			contact: 'Aldo Ferri',
			company: 'Officina Ferri',
			street: 'Via Inventata 7',
			postcode: '00000',
			city: 'Nessundove',
			country: 'IT',
			phone: '+39 000 555 0199',
			declared: true,
		},
		items: new Map([[1, { purchasedOn: '2024-03-01', fault: 'It does not power up.', accessories: answers }]]),
	};
}

/** The Master asks about his unit, and the technician lets him send it. Answers the RMA's number. */
export async function authorised(
	trx: Writing,
	cast: Cast,
	now: Date,
	details: Partial<Authorisation> = {},
): Promise<number> {
	const ticketNumber = await open(trx, cast.master.actor, cast.units.master, now);
	return authorise(trx, asTechnician(cast.technician.actor), request(cast, ticketNumber, details), now);
}

/** What is asked for: the Master's unit, in warranty, to Italy, for a month. */
export function request(cast: Cast, ticketNumber: number, details: Partial<Authorisation> = {}): Authorisation {
	return {
		ticketNumber,
		items: [{ unitId: cast.units.master.id, accessory: null }],
		senderId: cast.master.actor.id,
		branchId: cast.branches.italy,
		inWarranty: true,
		instructions: 'Imballi bene.',
		days: 30,
		...details,
	};
}

/** The customer fills in everything and completes the form. */
export async function completed(trx: Writing, customer: CustomerActor, number: number, now: Date): Promise<void> {
	await saveForm(trx, customer, number, fullForm());
	await completeForm(trx, asCustomer(customer), await shown(trx, customer, number), now);
}

/** What somebody has before his eyes who loads the page now. */
export async function shown(trx: Writing, actor: CustomerActor | StaffActor, number: number): Promise<Shown> {
	const { version } = await findRma(trx, actor, number);
	return { number, version };
}

export const asTechnician = (technician: StaffActor) => ({ technician, by: thePortal });
export const asCustomer = (customer: CustomerActor) => ({ customer, by: thePortal });

/** Gives the Master's product a list of what belongs to it. */
export async function withAccessories(trx: Writing, ...slugs: string[]): Promise<void> {
	const list = slugs.map((slug) => ({ slug, names: { en: slug.toUpperCase(), it: slug }, picture: 'box' }));
	await sql`update product set accessories = ${JSON.stringify(list)}::jsonb where slug = 'k-tag'`.execute(trx);
}

/** Somebody who sees everything and changes nothing. */
export function auditorOf(cast: Cast): StaffActor {
	return { ...cast.administrator.actor, role: 'auditor' };
}
