import { setTimeout as sleep } from 'node:timers/promises';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { publishClosure, type Texts } from '../src/announcements/publishing.ts';
import { thePortal } from '../src/audit/entry.ts';
import { buildIfNeeded } from '../src/commands/building.ts';
import { connect, disconnect } from '../src/database/connection.ts';
import { locales } from '../src/identity/account.ts';
import { wake } from '../src/jobs/waking.ts';
import { ask, doorPassword, openDoor, post, quantile } from './door.ts';

// node bench/telling.ts: ten thousand customers are told of a maintenance by letter, and how long others wait for their pages before,
// while the letters are written, and while they are sent.

const customers = 10_000;
const askEveryMs = 50;

await buildIfNeeded();
const letters = new Map<string, number>();
const mailServer = await takeLetters();
const door = await openDoor(customers, { env: { SMTP_URL: mailServer.url } });
const { origin } = door;
const { cookies } = await post(origin, '/login', { code: 'D1', password: doorPassword }, {});
const cookie = cookies.join('; ');
const pages = { 'login page': '/login', list: '/tickets', announcements: '/announcements' };

const db = connect(door.databaseUrl, 2);
await watch('at first', after(5));
await watch('before', after(20));
const since = performance.now();
await publish();
await watch('while letters are written', written);
report('all are written after', performance.now() - since);
const sentSoFar = letters.size;
const sendingSince = performance.now();
await watch('while letters are sent', async () => letters.size >= customers);
const seconds = (performance.now() - sendingSince) / 1000;
report('all are sent after', performance.now() - since);
console.log(`letters per second: ${((customers - sentSoFar) / seconds).toFixed(0)}`);
console.log(`told: ${letters.size}, told twice: ${[...letters.values()].filter((times) => times > 1).length}`);
await disconnect();
await door.close();
await mailServer.close();

/** A planned maintenance in two days, which is everybody's. */
async function publish(): Promise<void> {
	const now = new Date();
	const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
	const words = { title: 'Maintenance of the portal', body: 'On Saturday the portal can be read only.' };
	const texts = Object.fromEntries(locales.map((locale) => [locale, words])) as Texts;
	const switches = { noNewTickets: true, noMessages: true, portalOff: false, unplannedBecause: null };
	const closure = {
		...switches,
		kind: 'maintenance',
		branchId: null,
		startsAt: hours(48),
		endsAt: hours(50),
	} as const;
	await db.transaction().execute(async (trx) => {
		await publishClosure(trx, thePortal, { closure, texts }, now);
		await wake(trx);
	});
}

async function written(): Promise<boolean> {
	const told = db.selectFrom('announcement').select('id').where('told_at', 'is not', null);
	return (await told.execute()).length > 0;
}

/** Asks every page in turn until this has come about, and says how long each took. */
async function watch(when: string, ended: () => Promise<boolean>): Promise<void> {
	const took = new Map<string, number[]>();
	const wrong: number[] = [];
	for (let over = false; !over; over = await ended()) {
		for (const [name, path] of Object.entries(pages)) {
			const { status, ms } = await ask(origin + path, { cookie: name === 'login page' ? '' : cookie });
			took.set(name, [...(took.get(name) ?? []), ms]);
			if (status !== 200) wrong.push(status);
			await sleep(askEveryMs);
		}
	}
	console.log(`${when}:`);
	for (const [name, times] of took) {
		const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)].map((ms) => ms.toFixed(1));
		console.log(`  ${name}: p50 ${p50} ms, p95 ${p95} ms of ${times.length}`);
	}
	if (wrong.length > 0) console.log(`  answered otherwise: ${wrong.join(' ')}`);
}

function after(count: number): () => Promise<boolean> {
	const until = performance.now() + count * 1000;
	return () => Promise.resolve(performance.now() > until);
}

function report(what: string, ms: number): void {
	console.log(`${what} ${(ms / 1000).toFixed(1)} s`);
}

/** A mail server that takes whatever comes and counts to whom. */
async function takeLetters(): Promise<{ url: string; close(): Promise<void> }> {
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS', 'AUTH'],
		onData(stream, { envelope }, done) {
			stream.resume().on('end', () => {
				for (const { address } of envelope.rcptTo) letters.set(address, (letters.get(address) ?? 0) + 1);
				done();
			});
		},
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.server.address() as AddressInfo;
	return {
		url: `smtp://127.0.0.1:${port}`,
		close: () => new Promise((resolve) => server.close(() => resolve())),
	};
}
