import process from 'node:process';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { findChromium } from '../chromium.ts';
import { freePort } from '../portal.ts';
import { setStage } from './stage.ts';

// `npm run lighthouse` measures the pages that decide the impression with Lighthouse's settings for a phone on a slow network
// and fails below these; an address (`-- /login`) measures that one alone and says what was found.

const needed = { performance: 95, accessibility: 100, 'best-practices': 100 } as const;
type Category = keyof typeof needed;
type Result = { scores: Record<Category, number>; found: string[] };

const only = process.argv[2];
await using stage = await setStage();
const port = await freePort();
const { args, ...place } = await findChromium();
await using _browser = await chromium.launch({ ...place, args: [...args, `--remote-debugging-port=${port}`] });
const reader = await stage.readerOf('en');
const customer = cookieOf(await stage.enter({ customer: reader.customer }));
const desk = cookieOf(await stage.enter({ desk: reader.desk }));
const pages: [address: string, cookie: string][] = [
	['/login', ''],
	['/tickets', customer],
	[reader.unit, customer],
	[`/tickets/${reader.ticket}`, customer],
	['/desk/queue', desk],
];

let failed = 0;
say(['page', ...Object.keys(needed)]);
for (const [address, cookie] of pages) {
	if (only && only !== address) continue;
	const { scores, found } = await measure(address, cookie);
	say([address, ...Object.values(scores).map(String)]);
	if (only || !isEnough(scores)) process.stdout.write(`  ${found.join('\n  ')}\n`);
	if (!isEnough(scores)) failed += 1;
}
process.exitCode = failed > 0 ? 1 : 0;

/** A machine that is busy with something else measures too low, never too high: the best of three counts. */
async function measure(address: string, cookie: string): Promise<Result> {
	let best = await measureOnce(address, cookie);
	for (let again = 0; again < 2 && best.scores.performance < needed.performance; again++) {
		const next = await measureOnce(address, cookie);
		if (next.scores.performance > best.scores.performance) best = next;
	}
	return best;
}

async function measureOnce(address: string, cookie: string): Promise<Result> {
	const run = await lighthouse(stage.origin + address, {
		port,
		logLevel: 'error',
		onlyCategories: Object.keys(needed),
		extraHeaders: cookie ? { cookie } : {},
	});
	if (!run || run.lhr.runtimeError) throw new Error(`${address}: ${run?.lhr.runtimeError?.message ?? 'no result'}`);
	const { categories, audits } = run.lhr;
	const scoreOf = (category: Category) => Math.round((categories[category]?.score ?? 0) * 100);
	const found = Object.values(audits)
		.filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== 'informative')
		.map(({ id, title, displayValue = '' }) => `${id}: ${title} ${displayValue}`);
	return {
		scores: {
			performance: scoreOf('performance'),
			accessibility: scoreOf('accessibility'),
			'best-practices': scoreOf('best-practices'),
		},
		found,
	};
}

function isEnough(scores: Result['scores']): boolean {
	return (Object.keys(needed) as Category[]).every((category) => scores[category] >= needed[category]);
}

function cookieOf(cookies: ReadonlyMap<string, string>): string {
	return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

function say([page = '', ...figures]: string[]): void {
	process.stdout.write(`${page.padEnd(32)}${figures.map((figure) => figure.padStart(16)).join('')}\n`);
}
