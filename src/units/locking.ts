import { sql } from 'kysely';
import type { Writing } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';
import type { UnitKind } from './unit.ts';

export type LockedUnit = {
	id: number;
	product: string;
	serial: string;
	bareSerial: string;
	kind: UnitKind | null;
	customerId: number;
	customerCode: string;
	masterId: number | null;
	masterCode: string | null;
};

/** A unit, locked until the transaction ends: whoever changes whose it is goes through here. @throws Refusal `not-found`, also when it was replaced */
export async function lockUnit(trx: Writing, unitId: number): Promise<LockedUnit> {
	const locked = await trx
		.selectFrom('unit')
		.select('id')
		.where('id', '=', unitId)
		.where('replaced_by', 'is', null)
		.forUpdate()
		.executeTakeFirst();
	if (!locked) throw new Refusal('not-found');
	// Asked after the lock: before it, somebody else's change may not have been there yet.
	const row = await trx
		.selectFrom('unit as u')
		.innerJoin('customer as c', 'c.id', 'u.customer_id')
		.leftJoin('customer as m', 'm.id', 'u.master_id')
		.select(['u.id', 'u.product', 'u.serial', 'u.bare_serial as bareSerial', 'u.kind'])
		.select([
			'u.customer_id as customerId',
			'c.code as customerCode',
			'u.master_id as masterId',
			'm.code as masterCode',
		])
		.where('u.id', '=', unitId)
		.executeTakeFirstOrThrow();
	return { ...row, kind: row.kind as UnitKind | null };
}

/**
 * A unit and those whose place it took, by their ids. They keep their tickets: what a Master may not do any more with the unit ends for
 * those too.
 */
export async function withFormer(trx: Writing, unitId: number): Promise<number[]> {
	const { rows } = await sql<{ id: number }>`
		with recursive line as (
			select id from unit where id = ${unitId}::bigint
			union
			select u.id from unit as u join line on u.replaced_by = line.id
		)
		select id from line
	`.execute(trx);
	return rows.map(({ id }) => id);
}

/** How the audit log names a unit. */
export function unitSubject({ product, serial }: Pick<LockedUnit, 'product' | 'serial'>): string {
	return `unit:${product}/${serial}`;
}
