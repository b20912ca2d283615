import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { install } from '../installation/install.ts';
import { connect, disconnect } from '../src/database/connection.ts';
import { migrate } from '../src/database/migrating.ts';
import { hashPassword } from '../src/identity/password.ts';
import { speech, vehicles } from './words.ts';

/** The password of every account that is loaded. */
export const benchPassword = 'a password for measuring';

export type Size = { tickets: number; seed: number };

/** Makes an empty database the one of a maker with `tickets` tickets, three messages each on average and a customer for every fifty. */
export async function load(url: string, { tickets, seed }: Size): Promise<void> {
	const db = connect(url, 2);
	await migrate(db, url);
	await install(db, { demo: false, filesDirectory: '' });
	await disconnect();
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query('begin');
		await setWords(client);
		await set(client, { tickets, seed, password_hash: await hashPassword(benchPassword) });
		const indexes = await dropIndexes(client);
		await client.query(await readFile(new URL('./loading.sql', import.meta.url), 'utf8'));
		for (const index of indexes) await client.query(index);
		await client.query('commit');
		await client.query('vacuum (analyze, freeze)');
	} finally {
		await client.end();
	}
}

async function set(client: pg.Client, settings: Record<string, string | number>): Promise<void> {
	for (const [name, value] of Object.entries(settings)) {
		await client.query('select set_config($1, $2, true)', [`bench.${name}`, String(value)]);
	}
	await client.query(`set local work_mem = '256MB'; set local maintenance_work_mem = '1GB'; set local jit = off`);
}

async function setWords(client: pg.Client): Promise<void> {
	await client.query(`
		create temp table vehicle (nth int, make text, model text, engine text, ecu text) on commit drop;
		create temp table speech (language text, subjects text[], questions text[], answers text[]) on commit drop`);
	for (const [index, vehicle] of vehicles.entries())
		await client.query('insert into vehicle values ($1, $2, $3, $4, $5)', [index + 1, ...vehicle]);
	for (const [language, { subjects, questions, answers }] of Object.entries(speech))
		await client.query('insert into speech values ($1, $2, $3, $4)', [language, subjects, questions, answers]);
}

/** An index is built faster than it is kept while a hundred thousand rows arrive. Answers what makes them again. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
	const { rows } = await client.query<{ name: string; definition: string }>(`
		select c.oid::regclass::text as name, pg_get_indexdef(c.oid) as definition from pg_index as i join pg_class as c on c.oid = i.indexrelid
		where c.relnamespace = 'public'::regnamespace and i.indrelid = any(array['ticket', 'message', 'ticket_event']::regclass[])
			and not exists (select from pg_constraint where conindid = c.oid)`);
	for (const { name } of rows) await client.query(`drop index ${name}`);
	return rows.map(({ definition }) => definition);
}
