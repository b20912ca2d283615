import { setTimeout as sleep } from 'node:timers/promises';
import { demonstrationPassword } from '../installation/demonstration/customers.ts';
import { buildIfNeeded } from '../src/commands/building.ts';
import { ask, openDoor, post, quantile, type Answered } from './door.ts';

// node bench/papers.ts: how long a customer waits for his pages while fifty papers of RMAs are set, and while none is; turn by turn, because a machine is
// not always equally busy.

const papers = 50;
const turns = 4;
await buildIfNeeded();
const door = await openDoor(0, { env: { SERIALDESK_DEMO: 'on' } });
const { origin } = door;
const login = await post(origin, '/login', { code: 'C1001', password: demonstrationPassword }, {});
const cookie = login.cookies.join('; ');
const page = (path: string) => ask(origin + path, { cookie });
const paper = () => page('/rma/10004.pdf');

await paper();
for (let nth = 0; nth < 300; nth++) await page('/tickets');
const alone: Answered[] = [];
const meanwhile: Answered[] = [];
const set: Answered[] = [];
for (let turn = 0; turn < turns; turn++) {
	await sleep(500);
	for (let nth = 0; nth < 200; nth++) alone.push(await page('/tickets'));
	const waiting = { count: papers };
	const asked = Array.from({ length: papers }, () => paper().finally(() => waiting.count--));
	while (waiting.count > 0) meanwhile.push(await page('/tickets'));
	set.push(...(await Promise.all(asked)));
}
report('list, no paper being set', alone);
report(`list, while ${papers} are being set`, meanwhile);
report('the papers', set);
await door.close();

function report(what: string, answers: Answered[]): void {
	const times = answers.map(({ ms }) => ms);
	const failed = answers.filter(({ status }) => status !== 200).length;
	const figures = [0.5, 0.95, 0.99].map((part) => `p${part * 100} ${quantile(times, part).toFixed(1)} ms`);
	console.log(`${what}: ${figures.join(', ')} (${answers.length}, ${failed} failed)`);
}
