import { sql, type RawBuilder } from 'kysely';
import { decodeCursor, encodeCursor } from './paging.ts';

/** Where a row stands among others by time: microseconds since 1970, as text, and its key. */
export type Place = { at: string; id: number };

/** What a source of a timeline is asked for: its newest rows behind a place; null: from the beginning. */
export type Stretch = { behind: Place | null; limit: number };

/** The place of a row, to be selected with it. */
export function placeOf(at: string, id: string): RawBuilder<Place> {
	return sql`json_build_object('at', (extract(epoch from ${sql.ref(at)}) * 1000000)::bigint::text, 'id', ${sql.ref(id)})`;
}

/** Whether a row stands behind a place, newest first. */
export function isBehind(place: Place | null, at: string, id: string): RawBuilder<boolean> {
	if (!place) return sql`true`;
	return sql`(${sql.ref(at)}, ${sql.ref(id)}) < (timestamptz 'epoch' + ${place.at}::bigint * interval '1 microsecond', ${place.id}::bigint)`;
}

type Source = (stretch: Stretch) => Promise<{ place: Place }[]>;
type RowOf<One extends Source> = Awaited<ReturnType<One>>[number];

/**
 * A page of a timeline, newest first, that several sources make together, and the cursor of the next page. Rows of the same moment come
 * in the order of their sources.
 */
export async function weave<One extends Source>(
	sources: One[],
	{ after, limit }: { after: string; limit: number },
): Promise<{ rows: RowOf<One>[]; next: string | null }> {
	const cursor = readCursor(after, sources.length);
	const found = await Promise.all(
		sources.map((source, index) => source({ behind: behindFor(cursor, index), limit: limit + 1 })),
	);
	const all = found.flatMap((rows, source) => rows.map((row) => ({ row, source }))).sort(newestFirst);
	const last = all[limit - 1];
	const next = all.length > limit && last ? writeCursor(last.row.place, last.source) : null;
	return { rows: all.slice(0, limit).map(({ row }) => row as RowOf<One>), next };
}

type Woven = { row: { place: Place }; source: number };

function newestFirst(one: Woven, other: Woven): number {
	const [a, b] = [one.row.place, other.row.place];
	const [earlier, later] = [BigInt(a.at), BigInt(b.at)];
	if (earlier !== later) return earlier < later ? 1 : -1;
	return one.source - other.source || b.id - a.id;
}

type Cursor = Place & { source: number };

/** Of the moment at which the page before ended, later sources have all their rows left and earlier ones none. */
function behindFor(cursor: Cursor | null, source: number): Place | null {
	if (!cursor) return null;
	if (source === cursor.source) return cursor;
	return { at: cursor.at, id: source < cursor.source ? -1 : Number.MAX_SAFE_INTEGER };
}

function writeCursor({ at, id }: Place, source: number): string {
	return encodeCursor({ value: `${source}.${at}`, key: id });
}

function readCursor(text: string, sources: number): Cursor | null {
	const cursor = decodeCursor(text);
	const [source = '', at = ''] = cursor?.value.split('.') ?? [];
	if (!cursor || !/^\d$/.test(source) || Number(source) >= sources || !/^\d{1,17}$/.test(at)) return null;
	return { at, id: cursor.key, source: Number(source) };
}
