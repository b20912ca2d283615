import { describe, expect } from 'vitest';
import { stampOf } from '../audit/comparing.ts';
import { thePortal } from '../audit/entry.ts';
import type { Writing } from '../database/connection.ts';
import { test } from '../../tests/desk.ts';
import { changeProduct, listProductSettings, productFacts } from './product-changing.ts';

async function shown(trx: Writing): Promise<string> {
	const product = (await listProductSettings(trx)).find(({ slug }) => slug === 'kessv2')!;
	return stampOf(productFacts(product));
}

describe('the settings of a product', () => {
	const change = { slug: 'kessv2', newestVersion: '6.0', subscriptionPolicy: 'block' } as const;

	test('are changed by an administrator, once, and told', async ({ trx, cast }) => {
		const stamp = await shown(trx);
		await changeProduct(trx, cast.administrator.actor, { ...change, shown: stamp }, thePortal);
		expect(await listProductSettings(trx)).toContainEqual({
			slug: 'kessv2',
			name: 'KESSv2',
			hasSerials: true,
			newestVersion: '6.0',
			subscriptionPolicy: 'block',
			accessories: [],
		});
		const late = { ...change, newestVersion: '5.9', shown: stamp };
		const lost = changeProduct(trx, cast.administrator.actor, late, thePortal);
		await expect(lost).rejects.toThrow('changed-meanwhile');
		// The same form a second time: it is so already.
		await changeProduct(trx, cast.administrator.actor, { ...change, shown: stamp }, thePortal);
		const entries = await trx.selectFrom('audit_entry').select(['action', 'subject', 'before', 'after']).execute();
		expect(entries).toEqual([
			{
				action: 'product-changed',
				subject: 'product:kessv2',
				before: { newestVersion: '5.1', subscriptionPolicy: 'warn' },
				after: { newestVersion: '6.0', subscriptionPolicy: 'block' },
			},
		]);
	});

	test('are nobody else’s to change', async ({ trx, cast }) => {
		const stamp = await shown(trx);
		for (const { actor } of [cast.technician, cast.supervisor])
			await expect(changeProduct(trx, actor, { ...change, shown: stamp }, thePortal)).rejects.toThrow('not-allowed');
	});
});
