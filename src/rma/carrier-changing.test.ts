import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { stampOf } from '../audit/comparing.ts';
import { thePortal } from '../audit/entry.ts';
import type { Writing } from '../database/connection.ts';
import type { StaffActor } from '../identity/actor.ts';
import { test } from '../../tests/desk.ts';
import { auditorOf } from '../../tests/sending.ts';
import {
	addCarrier,
	carrierFacts,
	carrierIn,
	changeCarrier,
	removeCarrier,
	type CarrierFields,
} from './carrier-changing.ts';
import { findTrackingUrl, listCarriers } from './finding.ts';

const page = 'https://carrier.example/?n={tracking}';

async function withCarriers(trx: Writing, staff: StaffActor, ...names: string[]): Promise<number[]> {
	const ids: number[] = [];
	for (const [nth, name] of names.entries())
		ids.push(await addCarrier(trx, staff, { name, trackingUrl: page, after: names[nth - 1] ?? '' }, thePortal));
	return ids;
}

async function shownOf(trx: Writing, id: number) {
	const fields = carrierIn(await listCarriers(trx), id);
	return { id, shown: stampOf(carrierFacts(fields)), ...fields };
}

const namesIn = async (trx: Writing) => (await listCarriers(trx)).map(({ name }) => name);

describe('a carrier', () => {
	test('is added, changed and removed by an administrator, and each is told', async ({ trx, cast }) => {
		const { actor } = cast.administrator;
		const [first, second] = (await withCarriers(trx, actor, 'Corriere Uno', 'Corriere Due')) as [number, number];
		const change = { ...(await shownOf(trx, second)), name: 'Corriere Zwei', trackingUrl: '', after: '' };
		await changeCarrier(trx, actor, change, thePortal);
		expect(await listCarriers(trx)).toEqual([
			{ id: second, name: 'Corriere Zwei', trackingUrl: '' },
			{ id: first, name: 'Corriere Uno', trackingUrl: page },
		]);
		await removeCarrier(trx, actor, await shownOf(trx, first), thePortal);
		expect(await namesIn(trx)).toEqual(['Corriere Zwei']);
		const entries = await trx.selectFrom('audit_entry').select(['action', 'subject', 'before', 'after']).execute();
		expect(entries.slice(1)).toEqual([
			{
				action: 'carrier-added',
				subject: 'carrier:Corriere Due',
				before: null,
				after: { name: 'Corriere Due', trackingUrl: page, after: 'Corriere Uno' },
			},
			{
				action: 'carrier-changed',
				subject: 'carrier:Corriere Zwei',
				before: { name: 'Corriere Due', trackingUrl: page, after: 'Corriere Uno' },
				after: { name: 'Corriere Zwei', trackingUrl: '', after: '' },
			},
			{
				action: 'carrier-removed',
				subject: 'carrier:Corriere Uno',
				before: { name: 'Corriere Uno', trackingUrl: page, after: 'Corriere Zwei' },
				after: null,
			},
		]);
	});

	test('stands wherever an administrator puts it', async ({ trx, cast }) => {
		const { actor } = cast.administrator;
		const [, , last] = (await withCarriers(trx, actor, 'A', 'B', 'C')) as [number, number, number];
		await changeCarrier(trx, actor, { ...(await shownOf(trx, last)), after: 'A' }, thePortal);
		expect(await namesIn(trx)).toEqual(['A', 'C', 'B']);
		await addCarrier(trx, actor, { name: 'First', trackingUrl: '', after: '' }, thePortal);
		expect(await namesIn(trx)).toEqual(['First', 'A', 'C', 'B']);
	});

	test('has a name of its own, in whatever case', async ({ db, cast }) => {
		const { actor } = cast.administrator;
		const add = (name: string) =>
			db.transaction().execute((trx) => addCarrier(trx, actor, { name, trackingUrl: '', after: '' }, thePortal));
		await add('Perevozchik Ёж');
		await expect(add('perevozchik ёЖ')).rejects.toThrow('name-taken');
		const other = await add('Another');
		const renamed = db
			.transaction()
			.execute(async (trx) =>
				changeCarrier(trx, actor, { ...(await shownOf(trx, other)), name: 'PEREVOZCHIK ЁЖ' }, thePortal),
			);
		await expect(renamed).rejects.toThrow('name-taken');
		await db.deleteFrom('carrier').execute();
	});

	test('is followed over https, past the verbs as well', async ({ trx, cast }) => {
		const { actor } = cast.administrator;
		const fields: CarrierFields = { name: 'Corriere', trackingUrl: 'javascript:alert("{tracking}")', after: '' };
		await expect(addCarrier(trx, actor, fields, thePortal)).rejects.toThrow('tracking-url-invalid');
		for (const address of ['javascript:{tracking}', 'https://a.{tracking}/', 'https://carrier.example/']) {
			await sql`savepoint before_insert`.execute(trx);
			const inserted = trx.insertInto('carrier').values({ name: 'X', position: 1, tracking_url: address }).execute();
			await expect(inserted).rejects.toThrow('carrier_is_followed_over_https');
			await sql`rollback to before_insert`.execute(trx);
		}
	});

	test('is nobody else’s to change', async ({ trx, cast }) => {
		const [id] = (await withCarriers(trx, cast.administrator.actor, 'Corriere')) as [number];
		const shown = await shownOf(trx, id);
		for (const actor of [cast.technician.actor, cast.supervisor.actor, auditorOf(cast)]) {
			await expect(addCarrier(trx, actor, { ...shown, name: 'New' }, thePortal)).rejects.toThrow('not-allowed');
			await expect(changeCarrier(trx, actor, { ...shown, name: 'New' }, thePortal)).rejects.toThrow('not-allowed');
			await expect(removeCarrier(trx, actor, shown, thePortal)).rejects.toThrow('not-allowed');
		}
		expect(await namesIn(trx)).toEqual(['Corriere']);
	});

	test('that somebody else has changed meanwhile is neither changed nor removed', async ({ trx, cast }) => {
		const { actor } = cast.administrator;
		const [id] = (await withCarriers(trx, actor, 'Corriere')) as [number];
		const shown = await shownOf(trx, id);
		await changeCarrier(trx, actor, { ...shown, name: 'Renamed' }, thePortal);
		await expect(changeCarrier(trx, actor, { ...shown, name: 'Mine' }, thePortal)).rejects.toThrow(
			'changed-meanwhile',
		);
		await expect(removeCarrier(trx, actor, shown, thePortal)).rejects.toThrow('changed-meanwhile');
		const behindNobody = { ...(await shownOf(trx, id)), after: 'Gone' };
		await expect(changeCarrier(trx, actor, behindNobody, thePortal)).rejects.toThrow('changed-meanwhile');
	});

	test('that is missing is not found, and a hundred are enough', async ({ trx, cast }) => {
		const { actor } = cast.administrator;
		const missing = { id: 799_999, shown: '', name: 'X', trackingUrl: '', after: '' };
		await expect(changeCarrier(trx, actor, missing, thePortal)).rejects.toThrow('not-found');
		await expect(removeCarrier(trx, actor, missing, thePortal)).rejects.toThrow('not-found');
		await sql`insert into carrier (name, position) select 'Carrier ' || n, n from generate_series(1, 100) as n`.execute(
			trx,
		);
		const more = { name: 'One more', trackingUrl: '', after: '' };
		await expect(addCarrier(trx, actor, more, thePortal)).rejects.toThrow('list-full');
	});

	test('has a place of its own, whoever adds another at the same moment', async ({ db, cast }) => {
		const { actor } = cast.administrator;
		const add = (name: string) =>
			db.transaction().execute((trx) => addCarrier(trx, actor, { name, trackingUrl: '', after: '' }, thePortal));
		await Promise.all(['A', 'B', 'C', 'D'].map(add));
		const places = await db.selectFrom('carrier').select('position').orderBy('position').execute();
		expect(places.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
		await db.deleteFrom('carrier').execute();
	});

	test('that is gone leaves parcels their name, without a link', async ({ trx, cast }) => {
		const { actor } = cast.administrator;
		const [id] = (await withCarriers(trx, actor, 'Corriere')) as [number];
		expect(await findTrackingUrl(trx, ' corriere', 'Z 1')).toBe('https://carrier.example/?n=Z%201');
		await removeCarrier(trx, actor, await shownOf(trx, id), thePortal);
		expect(await findTrackingUrl(trx, 'Corriere', 'Z 1')).toBeNull();
	});
});
