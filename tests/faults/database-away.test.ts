import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Visitor, type Answer } from '../http.ts';
import { logIn, postmasterOf, startInstallation, type Installation } from '../embedded.ts';
import { startLoad } from '../load.ts';
import { openMailSink, type MailSink } from '../smtp.ts';

let sink: MailSink;
let installation: Installation;

beforeAll(async () => {
	sink = await openMailSink();
	installation = await startInstallation(sink.url);
});

afterAll(async () => {
	await installation?.portal.stop('SIGINT');
	await sink?.close();
	rmSync(installation?.folder, { recursive: true, force: true });
});

test('PostgreSQL is killed under load: 503 until it is back, within five seconds, and the process stays', async () => {
	const { portal } = installation;
	const customers = await logIn(portal.origin, 9);
	const customer = customers.pop()!;
	const load = startLoad(customers);
	const written = () => load.acknowledged.tickets.size;
	await expect.poll(written, { timeout: 20_000 }).toBeGreaterThan(8);
	// The best of three: another one's work on the same machine is no work of the portal's.
	let away = Infinity;
	for (let round = 0; round < 3 && away >= 5000; round++) away = Math.min(away, await killAndWatch(customer));
	expect(away).toBeLessThan(5000);
	await expect.poll(written, { timeout: 20_000 }).toBeGreaterThan(written());
	await load.stop();
	// No 500 and no broken connection either: whoever wrote meanwhile was told to try again.
	expect(load.odd.filter((error) => !/answered 503/.test(error))).toEqual([]);
	expect(load.broken).toEqual([]);
	expect(portal.process.exitCode).toBeNull();
	const rows = await installation.query('select 1 from ticket where subject = any($1)', [
		[...load.acknowledged.tickets.keys()],
	]);
	expect(rows).toHaveLength(load.acknowledged.tickets.size);
});

/** Kills the database, and answers the milliseconds until visitors and customers had their pages again. */
async function killAndWatch(customer: Visitor): Promise<number> {
	const reader = new Visitor(customer.origin);
	const seen: Answer[] = [];
	const isBack = () => seen.length > 2 && seen.slice(-2).every(({ status }) => status === 200);
	const killed = performance.now();
	process.kill(postmasterOf(installation), 'SIGKILL');
	do {
		await sleep(50);
		seen.push(await reader.get('/login'), await customer.get('/tickets'));
	} while (!isBack() && performance.now() - killed < 30_000);
	const away = seen.filter(({ status }) => status === 503);
	expect(away).not.toEqual([]);
	expect(seen.filter(({ status }) => ![200, 503].includes(status))).toEqual([]);
	for (const { headers } of away) {
		expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
		expect(headers.get('x-content-type-options')).toBe('nosniff');
	}
	return performance.now() - killed;
}

test('letters go out again as well, without a restart', async () => {
	const [customer] = await logIn(installation.portal.origin, 1);
	const load = startLoad([customer!]);
	await sleep(300);
	await load.stop();
	const [number] = [...load.acknowledged.tickets.values()];
	const letter = await sink.waitFor(({ subject }) => subject.startsWith(`[${number}]`), 40);
	expect(letter.envelope.to).toEqual(['workshop@redline-torque.test']);
});
