import { sql } from 'kysely';
import { findByCodes, readCode } from '../customers/importing.ts';
import type { Writing } from '../database/connection.ts';
import { asTable, insertMany } from '../database/inserting.ts';
import { Cells, rounds, sound, type Columns, type FileRow, type Imported } from '../database/sifting.ts';
import { listProducts } from './finding.ts';
import { bareSerial, type UnitKind } from './unit.ts';

/** The columns of a file of units (docs/import.md). */
export const unitColumns: Columns = {
	product: true,
	serial: true,
	customer: true,
	kind: false,
	master: false,
	username: false,
	subscription_until: false,
	software_version: false,
};

type UnitRow = {
	cells: Cells;
	product: string;
	serial: string;
	customer: string;
	customerId: number;
	kind: UnitKind | null;
	master: string;
	masterId: number | null;
	username: string;
	subscriptionUntil: string | null;
	softwareVersion: string;
};

/**
 * Registers units of customers that exist. A unit is known by product and serial number: one that its customer has already stays
 * as it is, or takes over what the row says with `update`; one that somebody else has is refused, because an import transfers nothing.
 */
export async function importUnits(
	trx: Writing,
	rows: FileRow[],
	{ update = false }: { update?: boolean } = {},
): Promise<Imported> {
	const candidates = rows.map((row) => readUnit(new Cells(row)));
	await lookUp(trx, sound(candidates));
	const outcome = { added: 0, updated: 0, existing: 0 };
	for (const round of rounds(sound(candidates), keyOf)) {
		const added = await register(trx, round);
		const known = await refuseThoseOfOthers(
			trx,
			round.filter((unit) => !added.has(keyOf(unit))),
		);
		const updated = update ? await overwrite(trx, known) : 0;
		outcome.added += added.size;
		outcome.updated += updated;
		outcome.existing += known.length - updated;
	}
	return { ...outcome, refused: candidates.flatMap(({ cells }) => cells.refused) };
}

/** A serial number in a cell; `required` where nothing can be said without it. */
export function readSerial(cells: Cells, required = false): string {
	return cells.matching('serial', /[0-9A-Za-z]/, { most: 64, required }, 'holds neither a letter nor a digit');
}

function readUnit(cells: Cells): UnitRow {
	const unit = {
		cells,
		product: cells.text('product', { most: 40, required: true }).toLowerCase(),
		serial: readSerial(cells, true),
		customer: readCode(cells, 'customer', true),
		customerId: 0,
		kind: cells.oneOf('kind', ['master', 'slave'] as const),
		master: readCode(cells, 'master'),
		masterId: null,
		username: cells.text('username', { most: 100 }),
		subscriptionUntil: cells.day('subscription_until'),
		softwareVersion: cells.text('software_version', { most: 50 }),
	};
	if (unit.master && unit.kind !== 'slave' && cells.refused.length === 0)
		cells.refuse('master', 'only a slave is bound to a master');
	if (unit.master && unit.master === unit.customer) cells.refuse('master', 'nobody is his own master');
	return unit;
}

function keyOf({ product, serial }: Pick<UnitRow, 'product' | 'serial'>): string {
	return `${product} ${bareSerial(serial)}`;
}

async function lookUp(trx: Writing, units: UnitRow[]): Promise<void> {
	const customers = await findByCodes(
		trx,
		units.flatMap(({ customer, master }) => [customer, master]),
	);
	const products = new Map((await listProducts(trx, 'en')).map((product) => [product.slug, product]));
	for (const unit of units) {
		const product = products.get(unit.product);
		if (!product) unit.cells.refuse('product', `must be one of ${[...products.keys()].join(', ')}`);
		else if (!product.hasSerials) unit.cells.refuse('product', 'is a service: it has no serial numbers');
		const customer = customers.get(unit.customer);
		if (!customer) unit.cells.refuse('customer', 'no customer has this code: import customers first');
		unit.customerId = customer?.id ?? 0;
		unit.masterId = customers.get(unit.master)?.id ?? null;
		if (unit.master && unit.masterId === null) unit.cells.refuse('master', 'no customer has this code');
	}
}

/** Answers the keys of those that were new. */
async function register(trx: Writing, units: UnitRow[]): Promise<Set<string>> {
	const free = sql`on conflict on constraint unit_serial_is_taken do nothing returning product, serial`;
	const added = await insertMany<{ product: string; serial: string }>(trx, 'unit', units.map(asRow), free);
	return new Set(added.map(keyOf));
}

function asRow(unit: UnitRow) {
	return {
		product: unit.product,
		serial: unit.serial,
		customer_id: unit.customerId,
		kind: unit.kind,
		master_id: unit.masterId,
		username: unit.username,
		subscription_until: unit.subscriptionUntil,
		software_version: unit.softwareVersion,
	};
}

/** Answers the units that are their customer's already. */
async function refuseThoseOfOthers(trx: Writing, units: UnitRow[]): Promise<UnitRow[]> {
	if (units.length === 0) return [];
	const { rows } = await sql<{ product: string; serial: string; customerId: number; code: string }>`
		select u.product, u.serial, u.customer_id as "customerId", c.code
		from unnest(${units.map(({ product }) => product)}::text[], ${units.map(({ serial }) => bareSerial(serial))}::text[])
			as k (product, bare_serial)
		join unit as u using (product, bare_serial)
		join customer as c on c.id = u.customer_id
	`.execute(trx);
	const owners = new Map(rows.map((row) => [keyOf(row), row]));
	for (const unit of units) {
		const owner = owners.get(keyOf(unit));
		if (owner?.customerId !== unit.customerId)
			unit.cells.refuse('serial', `is registered to ${owner?.code ?? 'somebody else'}, not to ${unit.customer}`);
	}
	return sound(units);
}

/** Answers how many units this changed. An empty cell leaves what is there. */
async function overwrite(trx: Writing, units: UnitRow[]): Promise<number> {
	const { rows } = await sql<{ id: number; masterId: number | null; formerMasterId: number | null }>`
		update unit as u set kind = n.kind, master_id = n.master_id, username = n.username,
			subscription_until = n.subscription_until, software_version = n.software_version
		from (
			select o.id, o.master_id as former_master_id, coalesce(r.kind, o.kind) as kind,
				case when coalesce(r.kind, o.kind) = 'slave' then coalesce(r.master_id, o.master_id) end as master_id,
				coalesce(nullif(r.username, ''), o.username) as username,
				coalesce(r.subscription_until, o.subscription_until) as subscription_until,
				coalesce(nullif(r.software_version, ''), o.software_version) as software_version
			from ${asTable('unit', units.map(asRow))} as r
			join unit as o on o.product = r.product and o.bare_serial = bare_serial(r.serial) and o.replaced_by is null
		) as n
		where u.id = n.id and (u.kind, u.master_id, u.username, u.subscription_until, u.software_version)
			is distinct from (n.kind, n.master_id, n.username, n.subscription_until, n.software_version)
		returning u.id, u.master_id as "masterId", n.former_master_id as "formerMasterId"
	`.execute(trx);
	await tellRebound(
		trx,
		rows.filter(({ masterId, formerMasterId }) => masterId !== formerMasterId),
	);
	return rows.length;
}

/** What a Slave granted ends with the binding, whoever ends it; the unit's history knows both Masters. */
async function tellRebound(
	trx: Writing,
	units: { id: number; masterId: number | null; formerMasterId: number | null }[],
) {
	if (units.length === 0) return;
	const ids = units.map(({ id }) => id);
	await sql`delete from delegation where unit_id = any(${ids}::bigint[])`.execute(trx);
	await sql`
		insert into unit_event (unit_id, kind, details, at)
		select e.unit_id, e.kind, jsonb_build_object('master', c.code), now()
		from unnest(${ids}::bigint[], ${units.map(({ formerMasterId }) => formerMasterId)}::bigint[],
			${units.map(({ masterId }) => masterId)}::bigint[]) with ordinality as r (unit_id, former, present, row)
		cross join lateral (values (1, r.unit_id, 'released', r.former), (2, r.unit_id, 'bound', r.present)) as e (step, unit_id, kind, master_id)
		join customer as c on c.id = e.master_id
		order by r.row, e.step
	`.execute(trx);
}
