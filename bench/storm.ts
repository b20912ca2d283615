import { setTimeout as sleep } from 'node:timers/promises';
import { buildIfNeeded } from '../src/commands/building.ts';
import { addressOf, ask, doorPassword, openDoor, post, quantile, type Answered } from './door.ts';

// node bench/storm.ts [folder for a CPU profile]: three hundred wrong logins a second, each from a network of its own and on a code of its own, and how long
// everybody else waits meanwhile.

const perSecond = 300;
const seconds = 5;
await buildIfNeeded();
const door = await openDoor(200, { profileInto: process.argv[2] });
const { origin, customers } = door;

const owner = customers[0]!;
const login = (code: string, headers: Record<string, string>) =>
	post(origin, '/login', { code, password: doorPassword }, headers);
const { cookies } = await login(owner.code, { 'x-forwarded-for': '192.0.2.1' });
const cookie = cookies.join('; ');
const device = cookies.find((one) => one.includes('device')) ?? '';

const storm: Promise<Answered>[] = [];
const attackers = (async () => {
	const started = performance.now();
	for (let sent = 0; sent < perSecond * seconds;) {
		for (; sent < ((performance.now() - started) / 1000) * perSecond; sent++) {
			const from = { 'x-forwarded-for': addressOf(sent) };
			const code = sent % 2 ? customers[(sent >> 1) % customers.length]!.code : `X${sent}`;
			storm.push(post(origin, '/login', { code, password: `wrong ${sent}` }, from));
		}
		await sleep(5);
	}
})();

const others: Record<string, () => Promise<Answered>> = {
	'login page': () => ask(`${origin}/login`),
	'list of who is logged in': () => ask(`${origin}/tickets`, { cookie }),
	'login in a known browser': () => login(owner.code, { cookie: device, 'x-forwarded-for': '192.0.2.1' }),
	'login in a new browser': () => login(customers.at(-1)!.code, { 'x-forwarded-for': '192.0.2.9' }),
};
const measured = Object.entries(others).map(async ([what, request]) => {
	const answers: Answered[] = [];
	while (storm.length < perSecond * seconds) {
		answers.push(await request());
		await sleep(50);
	}
	return { what, answers };
});
await attackers;
for (const { what, answers } of await Promise.all(measured)) report(what, answers);
report('the storm itself', await Promise.all(storm));
await door.close();

function report(what: string, answers: Answered[]): void {
	const times = answers.map(({ ms }) => ms);
	const statuses = [...Map.groupBy(answers, ({ status }) => status)].map(
		([status, { length }]) => `${length} × ${status}`,
	);
	console.log(
		`${what}: p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms (${statuses.join(', ')})`,
	);
}
