import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { expect, inject, test as base } from 'vitest';
import { databaseUrl } from '../../tests/clone.ts';

const folder = new URL('./migrations/', import.meta.url);

/** A database as it was before a migration, and a way to go through it. */
const test = base.extend('before', () => async (next: string) => {
	const name = `before_${randomUUID().replaceAll('-', '')}`;
	const server = new pg.Client({ connectionString: inject('cluster') });
	await server.connect();
	await server.query(`create database ${name} template template0`);
	await server.end();
	const client = new pg.Client({ connectionString: databaseUrl(inject('cluster'), name) });
	await client.connect();
	const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
	const run = async (file: string) => void (await client.query(await readFile(new URL(file, folder), 'utf8')));
	for (const file of files.filter((one) => one < next)) await run(file);
	return { client, migrate: () => run(files.find((file) => file.startsWith(next)) ?? next) };
});

test('an installation keeps its carriers, its lists of accessories and what its forms name, and gets the drawings', async ({
	before,
}) => {
	const { client, migrate } = await before('008');
	// What belongs to whom is of no concern here.
	await client.query(`
		set session_replication_role = replica;
		insert into carrier values ('DHL', 1, 'https://dhl.example/{tracking}'), ('dhl', 2, ''), ('Odd', 3, 'https://x.{tracking}');
		insert into product (slug, name, position, taglines, newest_version, has_serials, fields, slots, accessories)
			values ('k-tag', 'K-TAG', 1, '{}', '', true, '{}', '{}',
				'[{"slug": "usb-cable", "names": {"en": "USB cable"}}, {"slug": "spoon", "names": {"en": "Spoon"}}]');
		insert into unit (product, serial, customer_id) values ('k-tag', 'KT-1', 1), ('k-tag', 'KT-2', 1);
		insert into rma (number, ticket_number, customer_id, branch_id, in_warranty, state_since, authorised_at, expires_at, completed_at, form_hash)
			select n, 1, 1, 1, true, now(), now(), now() + interval '1 day',
				case n when 1 then now() end, case n when 1 then sha256('form') end
			from generate_series(1, 3) as n;
		insert into rma_item (rma_number, nth, unit_id, accessory, form) values
			(1, 1, 1, null, '{"accessories": {"spoon": "missing", "gone": "in_parcel"}}'),
			(2, 1, 2, 'spoon', '{}'),
			(3, 1, 2, null, '{}');
		set session_replication_role = origin;
	`);
	await migrate();
	const carriers = await client.query('select name, tracking_url as url from carrier order by position');
	expect(carriers.rows).toEqual([
		{ name: 'DHL', url: 'https://dhl.example/{tracking}' },
		{ name: 'Odd', url: '' },
	]);
	const spoon = { slug: 'spoon', names: { en: 'Spoon' }, picture: 'box' };
	const cable = { slug: 'usb-cable', names: { en: 'USB cable' }, picture: 'usb-cable' };
	const products = await client.query('select accessories from product');
	expect(products.rows).toEqual([{ accessories: [cable, spoon] }]);
	const items = await client.query('select accessories from rma_item order by rma_number');
	expect(items.rows).toEqual([
		{ accessories: [spoon, { slug: 'gone', names: { en: 'gone' }, picture: 'box' }] },
		{ accessories: [spoon] },
		{ accessories: null },
	]);
	await client.end();
});
