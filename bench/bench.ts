import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildIfNeeded } from '../src/commands/building.ts';
import { snapshotPlans } from './plans.ts';
import { comparison, growth, intoReadme, table } from './reporting.ts';
import { run, type Options, type Results } from './running.ts';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		tickets: { type: 'string', default: '100000' },
		seed: { type: 'string', default: '1' },
		only: { type: 'string', default: '' },
		fresh: { type: 'boolean', default: false },
		'with-gzip': { type: 'boolean', default: false },
		'write-readme': { type: 'boolean', default: false },
		growth: { type: 'boolean', default: false },
		plans: { type: 'boolean', default: false },
		compare: { type: 'boolean', default: false },
		profile: { type: 'string' },
	},
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
await main();

async function main(): Promise<void> {
	const options: Options = {
		tickets: Number(values.tickets),
		seed: Number(values.seed),
		fresh: values.fresh,
		gzip: values['with-gzip'],
		only: values.only,
		profileInto: values.profile,
	};
	if (values.compare) return compare(positionals);
	if (values.plans) return snapshotPlans(options);
	await buildIfNeeded();
	if (values.growth) return grow(options);
	const results = await run(options);
	keep(results);
	console.log(table(results));
	if (values['write-readme']) intoReadme('table', table(results));
}

async function grow(options: Options): Promise<void> {
	const small = await run(options);
	keep(small);
	const large = await run({ ...options, tickets: options.tickets * 10 });
	keep(large);
	const text = growth(small, large);
	console.log(`${table(small)}\n${table(large)}\n${text}`);
	if (values['write-readme']) {
		intoReadme('table', table(small));
		intoReadme('growth', text);
	}
}

function compare([before, after]: string[]): void {
	if (!before || !after) throw new Error('usage: npm run bench -- --compare before.json after.json');
	const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Results;
	console.log(comparison(read(before), read(after)));
}

function keep(results: Results): void {
	const folder = fileURLToPath(new URL('./results/', import.meta.url));
	mkdirSync(folder, { recursive: true });
	const file = join(folder, `${results.at.replace(/\.\d+Z$/, 'Z').replaceAll(':', '-')}-${results.tickets}.json`);
	writeFileSync(file, `${JSON.stringify(results, null, '\t')}\n`);
	process.stderr.write(`written: ${file}\n`);
}
