import { readFileSync, writeFileSync } from 'node:fs';
import type { FullTiming } from './scenarios.ts';
import type { Results } from './running.ts';
import type { Weight } from './weighing.ts';

/** No figure may grow more than this when the data grow tenfold. */
const mostGrowth = 1.5;

/** What a run found, against what must be reached, as Markdown. */
export function table(results: Results): string {
	const timings = rows(
		[
			'',
			'p50 ms',
			'p95 ms',
			'per second',
			'processor ms',
			'floor p50',
			'floor p95',
			'floor per second',
			'page ÷ floor',
			'must reach',
		],
		results.timings.map((timing) => [
			timing.name,
			...triple(timing),
			timing.processorMs?.toFixed(2) ?? '',
			...(timing.floor ? triple(timing.floor) : ['', '', '']),
			timing.floor ? (timing.p50 / timing.floor.p50).toFixed(1) : '',
			verdict(timing),
		]),
	);
	return [
		`${results.tickets.toLocaleString('en')} tickets, ${results.gzip ? 'compressed' : 'not compressed'}, ${results.at.slice(0, 10)}.`,
		timings,
		rows(['', 'found', 'must reach'], others(results)),
	].join('\n\n');
}

function triple({ p50, p95, perSecond }: { p50: number; p95: number; perSecond: number }): string[] {
	return [p50.toFixed(2), p95.toFixed(2), perSecond.toFixed(0)];
}

function verdict({ target, p95, perSecond }: FullTiming): string {
	const parts = [];
	if (target?.p95) parts.push(`${mark(p95 < target.p95)} p95 < ${target.p95} ms`);
	if (target?.perSecond) parts.push(`${mark(perSecond >= target.perSecond)} ≥ ${target.perSecond}/s`);
	return parts.join(', ');
}

function mark(reached: boolean): string {
	return reached ? 'ok:' : '**over**:';
}

function others({ weights, memory, startMs }: Results): string[][] {
	const found: string[][] = [];
	for (const [page, weight] of Object.entries(weights ?? {})) found.push(...weightRows(page, weight));
	if (memory) {
		const { idle, afterLoad } = memory;
		const mega = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
		found.push([
			'memory of web and worker, idle (resident)',
			mega(idle.portal.rss),
			`${mark(idle.portal.rss < 200e6)} < 200 MB`,
		]);
		found.push(['the same after all of the above', mega(afterLoad.portal.rss), '']);
		if (idle.database !== null && afterLoad.database !== null)
			found.push([
				'memory of the database, idle and after',
				`${mega(idle.database)}, ${mega(afterLoad.database)}`,
				'',
			]);
	}
	if (startMs !== undefined)
		found.push([
			'start on existing data to the first page',
			`${(startMs / 1000).toFixed(2)} s`,
			`${mark(startMs < 4000)} < 4 s`,
		]);
	return found;
}

function weightRows(page: string, { html, script, style, font }: Weight): string[][] {
	const kilo = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
	const all = html + script + style + font;
	const parts = `HTML ${kilo(html)}, CSS ${kilo(style)}, fonts ${kilo(font)}`;
	return [
		[`first visit of ${page}, with fonts (${parts})`, kilo(all), `${mark(all < 90_000)} < 90 kB`],
		[`first visit of ${page}, without fonts`, kilo(all - font), ''],
		[`first visit of ${page}, script`, kilo(script), `${mark(script < 45_000)} < 45 kB`],
	];
}

/** How each figure changed between two runs: 1 is the same, 2 is twice as slow. */
export function comparison(before: Results, after: Results): string {
	return rows(
		['', 'p50', 'p95', 'time per page at eight', 'floor p50', 'floor p95'],
		compared(before, after).map(({ name, ratios }) => [name, ...ratios.map((ratio) => ratio.toFixed(2))]),
	);
}

/** The same between a portal and one ten times as large, with the limit. */
export function growth(small: Results, large: Results): string {
	const lines = compared(small, large).map(({ name, ratios }) => {
		const [p50 = 0, p95 = 0, load = 0] = ratios;
		return [
			name,
			...ratios.map((ratio) => ratio.toFixed(2)),
			mark(Math.max(p50, p95, load) <= mostGrowth).replace(':', ''),
		];
	});
	const sizes = [small, large].map(({ tickets }) => tickets.toLocaleString('en'));
	return `${sizes.join(' tickets against ')}: times as slow, at most ${mostGrowth}.\n\n${rows(['', 'p50', 'p95', 'time per page at eight', 'floor p50', 'floor p95', 'must reach'], lines)}`;
}

function compared(before: Results, after: Results): { name: string; ratios: number[] }[] {
	return before.timings.flatMap((old) => {
		const now = after.timings.find(({ name }) => name === old.name);
		if (!now) return [];
		const ratios = [now.p50 / old.p50, now.p95 / old.p95, old.perSecond / now.perSecond];
		if (old.floor && now.floor) ratios.push(now.floor.p50 / old.floor.p50, now.floor.p95 / old.floor.p95);
		return [{ name: old.name, ratios }];
	});
}

function rows(head: string[], body: string[][]): string {
	const all = [head, ...body];
	const widths = head.map((_, column) => Math.max(3, ...all.map((row) => (row[column] ?? '').length)));
	const line = (row: string[]) =>
		`| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
	const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
	return [line(head), rule, ...body.map(line)].join('\n');
}

/** Replaces what stands between the two marks of this name in the README. */
export function intoReadme(name: string, text: string): void {
	const file = new URL('./README.md', import.meta.url);
	const marks = new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- end of ${name} -->)`);
	writeFileSync(
		file,
		readFileSync(file, 'utf8').replace(marks, (_, begin: string, end: string) => `${begin}\n${text}\n\n${end}`),
	);
}
