import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, post, quantile } from '../../bench/door.ts';
import { cloneDemonstration, password, soundVisitor } from '../demonstration.ts';
import { startPortal, type Portal } from '../portal.ts';

const perSecond = 300;
const seconds = 2;

let portal: Portal;

beforeAll(async () => {
	const env = { SERIALDESK_DEMO: 'off', TRUST_PROXY: 'on' };
	portal = await startPortal({ databaseUrl: await cloneDemonstration(), env });
});

afterAll(() => portal?.stop('SIGINT'));

test('while three hundred wrong logins a second come from everywhere, others read their lists and owners log in within a second', async () => {
	const customer = soundVisitor(portal.origin);
	await customer.login('C5001', password);
	const lists: number[] = [];
	const logins: number[] = [];
	const storm = attack();
	while (storm.isRunning) {
		lists.push(await timed(async () => expect((await customer.get('/tickets')).status).toBe(200)));
		// The browser is a known one: it has the cookie of its first login.
		logins.push(await timed(() => customer.login('C5001', password)));
		await sleep(20);
	}
	const statuses = new Set((await Promise.all(storm.answers)).map(({ status }) => status));
	expect([...statuses].filter((status) => ![400, 429, 503].includes(status))).toEqual([]);
	expect(statuses).toContain(503);
	expect(quantile(lists, 0.95)).toBeLessThan(1000);
	expect(quantile(logins, 0.95)).toBeLessThan(1000);
});

function attack() {
	const storm = { isRunning: true, answers: [] as ReturnType<typeof post>[] };
	const started = performance.now();
	const timer = setInterval(() => {
		const due = Math.min(((performance.now() - started) / 1000) * perSecond, perSecond * seconds);
		while (storm.answers.length < due) {
			const count = storm.answers.length;
			const fields = { code: count % 2 ? 'C5001' : `X${count}`, password: `wrong ${count}` };
			storm.answers.push(post(portal.origin, '/login', fields, { 'x-forwarded-for': addressOf(count) }));
		}
		if (due < perSecond * seconds) return;
		clearInterval(timer);
		storm.isRunning = false;
	}, 5);
	return storm;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await work();
	return performance.now() - started;
}
