import type { Writing } from '../src/database/connection.ts';

export async function audited(
	trx: Writing,
): Promise<{ action: string; subject: string; before: unknown; after: unknown }[]> {
	return trx.selectFrom('audit_entry').select(['action', 'subject', 'before', 'after']).orderBy('id').execute();
}

export async function addSlave(trx: Writing, ownerId: number, serial: string): Promise<number> {
	const row = { product: 'kessv2', serial, kind: 'slave', customer_id: ownerId };
	const { id } = await trx.insertInto('unit').values(row).returning('id').executeTakeFirstOrThrow();
	return id;
}
