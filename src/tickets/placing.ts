import { sql } from 'kysely';
import { branchesServing } from '../branches/serving.ts';
import { findByCodes } from '../customers/importing.ts';
import type { Reading } from '../database/connection.ts';
import { listProducts } from '../units/finding.ts';
import { bareSerial } from '../units/unit.ts';
import type { OldTicket } from './understanding.ts';

/** Whose an old ticket is: opener, holder, unit, branch and technician, by their ids. */
export type Parties = {
	openerId: number;
	holderId: number;
	unitId: number | null;
	branchId: number;
	technicianId: number | null;
};

/** Looks up everybody and everything that old tickets speak of; what does not exist is said to the row's cells. */
export async function findParties(db: Reading, tickets: OldTicket[]): Promise<Map<OldTicket, Parties>> {
	const known = await lookUp(db, tickets);
	return new Map(tickets.map((ticket) => [ticket, partiesOf(ticket, known)]));
}

type Known = Awaited<ReturnType<typeof lookUp>>;

async function lookUp(db: Reading, tickets: OldTicket[]) {
	const customers = await findByCodes(
		db,
		tickets.map(({ customer }) => customer),
	);
	const countries = [...customers.values()].map(({ country }) => country);
	return {
		customers,
		branches: await branchesServing(db, countries),
		products: new Map((await listProducts(db, 'en')).map((product) => [product.slug, product])),
		units: await findUnits(db, tickets),
		technicians: await findTechnicians(db, tickets),
	};
}

async function findUnits(db: Reading, tickets: OldTicket[]) {
	const { rows } = await sql<{ id: number; key: string; customerId: number; masterId: number | null }>`
		select u.id, u.product || ' ' || u.bare_serial as key, u.customer_id as "customerId", u.master_id as "masterId"
		from unnest(${tickets.map(({ product }) => product)}::text[], ${tickets.map(({ serial }) => bareSerial(serial))}::text[])
			as k (product, bare_serial)
		join unit as u using (product, bare_serial)
	`.execute(db);
	return new Map(rows.map((row) => [row.key, row]));
}

async function findTechnicians(db: Reading, tickets: OldTicket[]): Promise<Map<string, number>> {
	const emails = [...new Set(tickets.map(({ technician }) => technician))];
	const rows = await db
		.selectFrom('staff')
		.select(['id', sql<string>`lower(email)`.as('email')])
		.where(sql<boolean>`lower(email) = any(${emails}::text[])`)
		.execute();
	return new Map(rows.map(({ id, email }) => [email, id]));
}

function partiesOf(ticket: OldTicket, known: Known): Parties {
	const { cells } = ticket;
	const customer = known.customers.get(ticket.customer);
	if (!customer) cells.refuse('customer', 'no customer has this code: import customers first');
	const technicianId = known.technicians.get(ticket.technician) ?? null;
	if (ticket.technician && technicianId === null) cells.refuse('technician', 'nobody of the staff has this address');
	const openerId = customer?.id ?? 0;
	const unit = unitOf(ticket, known);
	return {
		openerId,
		// A unit that has changed hands since was the opener's then, as far as anybody knows.
		holderId: unit && unit.masterId === openerId ? unit.customerId : openerId,
		unitId: unit?.id ?? null,
		branchId: known.branches.get(customer?.country ?? '')?.id ?? 0,
		technicianId,
	};
}

function unitOf({ cells, product, serial }: OldTicket, { products, units }: Known) {
	const offered = products.get(product);
	if (!offered) cells.refuse('product', `must be one of ${[...products.keys()].join(', ')}`);
	else if (serial && !offered.hasSerials) cells.refuse('serial', 'a service has no serial numbers');
	else if (serial) {
		const unit = units.get(`${product} ${bareSerial(serial)}`);
		if (!unit) cells.refuse('serial', `no ${product} has this number: import units first`);
		return unit;
	}
	return undefined;
}
