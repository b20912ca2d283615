import { expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import type { Writing } from '../database/connection.ts';
import { thePortal, type AuditAction } from './entry.ts';
import { filterQuery, readFilter } from './filter.ts';
import { listEntries, readEntries } from './listing.ts';
import { record } from './recording.ts';

const write = (trx: Writing, action: AuditAction, subject: string, by = thePortal) =>
	record(trx, by, { action, subject });

async function subjects(trx: Writing, query: string, zone = 'Europe/Rome'): Promise<string[]> {
	const rows = await listEntries(trx, readFilter(new URLSearchParams(query)), zone, { limit: 50 });
	return rows.map(({ subject }) => subject);
}

test('entries come newest first, in pages that neither repeat nor skip one', async ({ trx }) => {
	for (const n of [1, 2, 3]) await write(trx, 'customer-changed', `customer:C${n}`);
	const all = readFilter(new URLSearchParams());
	const first = await listEntries(trx, all, 'UTC', { limit: 2 });
	expect(first.map(({ subject }) => subject)).toEqual(['customer:C3', 'customer:C2']);
	const rest = await listEntries(trx, all, 'UTC', { limit: 2, olderThan: first.at(-1)?.id });
	expect(rest.map(({ subject }) => subject)).toEqual(['customer:C1']);
	expect((await Array.fromAsync(readEntries(trx, all, 'UTC'))).flat()).toHaveLength(3);
});

test('each filter narrows the list, and a percent sign is a percent sign', async ({ trx, cast }) => {
	const by = { accountId: cast.administrator.actor.id, address: '192.0.2.7' };
	await write(trx, 'staff-invited', 'staff:new@maker.example', by);
	await write(trx, 'unit-transferred', 'unit:k-tag/KT-77', { ...by, address: '2001:db8::1' });
	await write(trx, 'import-started', 'import:9');
	expect(await subjects(trx, 'person=ada%20conti')).toEqual(['unit:k-tag/KT-77', 'staff:new@maker.example']);
	expect(await subjects(trx, 'action=import-started')).toEqual(['import:9']);
	expect(await subjects(trx, 'subject=kt-7')).toEqual(['unit:k-tag/KT-77']);
	expect(await subjects(trx, 'subject=staff:')).toEqual(['staff:new@maker.example']);
	expect(await subjects(trx, 'address=192.0.2.')).toEqual(['staff:new@maker.example']);
	expect(await subjects(trx, 'subject=%25')).toEqual([]);
	expect(await subjects(trx, 'person=_da')).toEqual([]);
});

test('days are those of the reader’s zone, both included', async ({ trx }) => {
	await write(trx, 'import-started', 'import:9');
	const today = (zone: string) => Temporal.Now.plainDateISO(zone);
	for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Rome']) {
		const day = today(zone).toString();
		expect(await subjects(trx, `from=${day}&to=${day}`, zone)).toEqual(['import:9']);
		expect(await subjects(trx, `to=${today(zone).subtract({ days: 1 }).toString()}`, zone)).toEqual([]);
		expect(await subjects(trx, `from=${today(zone).add({ days: 1 }).toString()}`, zone)).toEqual([]);
	}
});

test('an address says the whole filter, and nonsense in it is no filter', () => {
	const query = 'person=Ada&action=staff-left&subject=staff%3A&address=%3A%3A1&from=2026-01-02&to=2026-01-03';
	expect(filterQuery(readFilter(new URLSearchParams(query)))).toBe(`?${query}`);
	const nonsense = readFilter(new URLSearchParams('action=drop&from=2026-02-30&to=yesterday&person=%00'));
	expect(filterQuery(nonsense)).toBe('');
	expect(filterQuery(nonsense, 12)).toBe('?before=12');
});
