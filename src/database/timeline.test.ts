import { expect, test } from 'vitest';
import { weave, type Place, type Stretch } from './timeline.ts';

/** Sources in memory that answer as the database would, with many rows at the same moments. */
function sources(count: number) {
	const rows = Array.from({ length: count }, (_, source) =>
		Array.from({ length: 20 }, (_, index) => ({
			name: `${source}:${index}`,
			place: { at: String(1_790_000_000_000_000 + Math.floor(index / 4)), id: index },
		})),
	);
	const isBehind = (place: Place, behind: Place) =>
		place.at < behind.at || (place.at === behind.at && place.id < behind.id);
	return rows.map(
		(own) =>
			async ({ behind, limit }: Stretch) =>
				own
					.filter(({ place }) => behind === null || isBehind(place, behind))
					.toReversed()
					.slice(0, limit),
	);
}

async function readAll(limit: number): Promise<string[]> {
	const names: string[] = [];
	let after = '';
	do {
		const page = await weave(sources(3), { after, limit });
		names.push(...page.rows.map(({ name }) => name));
		after = page.next ?? '';
	} while (after);
	return names;
}

test('pages of a timeline leave nothing out and show nothing twice, also where everything happened at the same moment', async () => {
	const whole = await readAll(1000);
	expect(new Set(whole).size).toBe(60);
	for (const limit of [1, 3, 7, 59, 60]) expect(await readAll(limit)).toEqual(whole);
});

test('a place in a timeline that nobody was given is the beginning', async () => {
	const first = await weave(sources(2), { after: '', limit: 5 });
	const forged = ['x', ...['9.1', '0.-1', '0.x', '5'].map((value) => btoa(JSON.stringify([value, 1])))];
	for (const after of forged) expect(await weave(sources(2), { after, limit: 5 })).toEqual(first);
});
