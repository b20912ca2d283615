import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloneDemonstration, openTicket, password, soundVisitor, units } from '../demonstration.ts';
import { freePort, startPortal, type Portal } from '../portal.ts';
import { openMailSink } from '../smtp.ts';

let portal: Portal;
let smtpPort: number;

beforeAll(async () => {
	smtpPort = await freePort();
	const env = { SERIALDESK_DEMO: 'off', SMTP_URL: `smtp://127.0.0.1:${smtpPort}` };
	portal = await startPortal({ databaseUrl: await cloneDemonstration(), env });
});

afterAll(() => portal?.stop('SIGINT'));

test('while no mail server answers, then one that refuses: every letter arrives once, within a minute of its return', async () => {
	const customer = soundVisitor(portal.origin);
	await customer.login('C5001', password);
	const numbers = [await openTicket(customer, units.english), await openTicket(customer, units.english)];
	const away = performance.now();
	await expect.poll(() => portal.log(), { timeout: 20_000 }).toContain('a letter could not be sent');
	const sink = await openMailSink(smtpPort);
	sink.refuseWith(451);
	numbers.push(await openTicket(customer, units.english));
	expect(performance.now() - away).toBeLessThan(25_000);
	await expect.poll(() => portal.log(), { timeout: 20_000 }).toContain('451');
	sink.refuseWith(undefined);
	const arrived = () => numbers.map((number) => sink.mails.filter(({ subject }) => subject.startsWith(`[${number}]`)));
	await expect
		.poll(() => arrived().map(({ length }) => length), { timeout: 60_000, interval: 100 })
		.toEqual([1, 1, 1]);
	const ids = arrived().map(([mail]) => mail?.headers['message-id']);
	expect(new Set(ids).size).toBe(3);
	for (const [index, number] of numbers.entries())
		expect(ids[index]).toMatch(new RegExp(`^<ticket-${number}-event-\\d+\\.\\d+@localhost>$`));
	await sink.close();
});
