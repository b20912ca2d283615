import { describe, expect } from 'vitest';
import { stampOf } from '../audit/comparing.ts';
import { thePortal } from '../audit/entry.ts';
import type { Reading } from '../database/connection.ts';
import { test } from '../../tests/desk.ts';
import { auditorOf, withAccessories } from '../../tests/sending.ts';
import {
	accessoryFacts,
	accessoryIn,
	addAccessory,
	changeAccessory,
	removeAccessory,
	type AccessoryFields,
} from './accessory-changing.ts';
import { findProductSettings } from './product-changing.ts';

const product = 'k-tag';
const cable: AccessoryFields & { product: string } = {
	product,
	names: { en: 'Câble “USB 3”', it: 'Cavo USB 3' },
	picture: 'usb-cable',
	after: '',
};

const listOf = async (db: Reading) => (await findProductSettings(db, product)).accessories;
const slugsOf = async (db: Reading) => (await listOf(db)).map(({ slug }) => slug);

async function shownOf(db: Reading, slug: string) {
	const fields = accessoryIn(await listOf(db), slug);
	return { product, slug, shown: stampOf(accessoryFacts(fields)), ...fields };
}

describe('what belongs to a product', () => {
	test('is added, changed and removed by an administrator, and each is told', async ({ trx, cast, clock }) => {
		const { actor } = cast.administrator;
		await withAccessories(trx, 'case');
		const slug = await addAccessory(trx, actor, { ...cable, after: 'case' }, thePortal, clock.now);
		expect((await listOf(trx)).at(-1)).toEqual({ slug: 'cable-usb-3', names: cable.names, picture: 'usb-cable' });
		const change = { ...(await shownOf(trx, slug)), names: { en: 'USB cable' }, picture: 'box', after: '' };
		await changeAccessory(trx, actor, change, thePortal, clock.now);
		expect(await listOf(trx)).toMatchObject([{ slug, names: { en: 'USB cable' }, picture: 'box' }, { slug: 'case' }]);
		await removeAccessory(trx, actor, await shownOf(trx, slug), thePortal);
		expect(await slugsOf(trx)).toEqual(['case']);
		const entries = await trx.selectFrom('audit_entry').select(['action', 'subject', 'before', 'after']).execute();
		const first = { en: 'Câble “USB 3”', it: 'Cavo USB 3', picture: 'usb-cable', after: 'case' };
		const second = { en: 'USB cable', it: '', picture: 'box', after: '' };
		const subject = 'accessory:k-tag/cable-usb-3';
		expect(entries).toEqual([
			{ action: 'accessory-added', subject, before: null, after: { ...first, fr: '', es: '', ru: '' } },
			{ action: 'accessory-changed', subject, before: first, after: second },
			{ action: 'accessory-removed', subject, before: { ...second, fr: '', es: '', ru: '' }, after: null },
		]);
	});

	test('stands wherever an administrator puts it', async ({ trx, cast, clock }) => {
		await withAccessories(trx, 'a', 'b', 'c');
		const move = { ...(await shownOf(trx, 'c')), after: 'a' };
		await changeAccessory(trx, cast.administrator.actor, move, thePortal, clock.now);
		expect(await slugsOf(trx)).toEqual(['a', 'c', 'b']);
	});

	test('has an English name of its own, and a slug, whatever the name', async ({ trx, cast, clock }) => {
		const { actor } = cast.administrator;
		const add = (en: string) => addAccessory(trx, actor, { ...cable, names: { en } }, thePortal, clock.now);
		expect(await add('Кабель')).toBe('accessory');
		expect(await add('Шлейф')).toBe('accessory-2');
		expect(await add('USB-cable!')).toBe('usb-cable');
		expect(await add('USB: cable')).toBe('usb-cable-2');
		expect(await add('Very '.repeat(15))).toMatch(/^(very-){8}very/);
		await expect(add('КАБЕЛЬ')).rejects.toThrow('name-taken');
	});

	test('is nobody else’s to change', async ({ trx, cast, clock }) => {
		await withAccessories(trx, 'case');
		const shown = await shownOf(trx, 'case');
		for (const actor of [cast.technician.actor, cast.supervisor.actor, auditorOf(cast)]) {
			await expect(addAccessory(trx, actor, cable, thePortal, clock.now)).rejects.toThrow('not-allowed');
			await expect(changeAccessory(trx, actor, shown, thePortal, clock.now)).rejects.toThrow('not-allowed');
			await expect(removeAccessory(trx, actor, shown, thePortal)).rejects.toThrow('not-allowed');
		}
		expect(await slugsOf(trx)).toEqual(['case']);
	});

	test('that is missing, or of a service or of no product, is not found', async ({ trx, cast, clock }) => {
		const { actor } = cast.administrator;
		await withAccessories(trx, 'case');
		const missing = { ...(await shownOf(trx, 'case')), slug: 'missing' };
		await expect(changeAccessory(trx, actor, missing, thePortal, clock.now)).rejects.toThrow('not-found');
		await expect(removeAccessory(trx, actor, missing, thePortal)).rejects.toThrow('not-found');
		for (const other of ['data-bank', 'no-product'])
			await expect(addAccessory(trx, actor, { ...cable, product: other }, thePortal, clock.now)).rejects.toThrow(
				'not-found',
			);
	});

	test('is refused beyond a hundred', async ({ trx, cast, clock }) => {
		await withAccessories(trx, ...Array.from({ length: 100 }, (_, nth) => `thing-${nth}`));
		const added = addAccessory(trx, cast.administrator.actor, cable, thePortal, clock.now);
		await expect(added).rejects.toMatchObject({ code: 'list-full', details: { most: 100 } });
	});

	test('has a drawing, or a picture that is kept, and no other', async ({ trx, cast, clock }) => {
		const { actor } = cast.administrator;
		for (const picture of ['a'.repeat(64), 'no-drawing', '']) {
			const added = addAccessory(trx, actor, { ...cable, picture }, thePortal, clock.now);
			await expect(added).rejects.toThrow('picture-invalid');
		}
	});

	test('that somebody else has changed meanwhile is neither changed nor removed', async ({ trx, cast, clock }) => {
		const { actor } = cast.administrator;
		await withAccessories(trx, 'case', 'cable');
		const shown = await shownOf(trx, 'case');
		await changeAccessory(trx, actor, { ...shown, picture: 'case' }, thePortal, clock.now);
		const again = changeAccessory(trx, actor, { ...shown, picture: 'dongle' }, thePortal, clock.now);
		await expect(again).rejects.toThrow('changed-meanwhile');
		await expect(removeAccessory(trx, actor, shown, thePortal)).rejects.toThrow('changed-meanwhile');
		const behindNobody = { ...(await shownOf(trx, 'case')), after: 'gone' };
		const moved = changeAccessory(trx, actor, behindNobody, thePortal, clock.now);
		await expect(moved).rejects.toThrow('changed-meanwhile');
	});

	test('is there, whoever adds something else at the same moment', async ({ db, cast, clock }) => {
		const { actor } = cast.administrator;
		const add = (en: string) =>
			db.transaction().execute((trx) => addAccessory(trx, actor, { ...cable, names: { en } }, thePortal, clock.now));
		await Promise.all(['A', 'B', 'C', 'D'].map(add));
		expect((await slugsOf(db)).sort()).toEqual(['a', 'b', 'c', 'd']);
		await db.updateTable('product').set({ accessories: '[]' }).where('slug', '=', product).execute();
	});
});
