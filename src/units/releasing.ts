import { sql } from 'kysely';
import type { By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import { isSeenBy } from '../customers/overseeing.ts';
import type { Reading, Writing } from '../database/connection.ts';
import { insertMany } from '../database/inserting.ts';
import { decodeCursor, encodeCursor } from '../database/paging.ts';
import type { StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { isSerial, mustHaveSerials } from './registering.ts';
import { bareSerial, type UnitKind } from './unit.ts';

export const mostSerialsAtOnce = 1000;
const releasesPerPage = 50;

export type Release = {
	product: string;
	/** As pasted, one a line. */
	serials: readonly string[];
	kind: UnitKind | null;
	/** For Slaves. */
	masterId: number | null;
	/** 'YYYY-MM-DD' */
	subscriptionUntil: string | null;
};

export type SerialProblem = 'invalid' | 'twice' | 'released' | 'registered';
/** Why a line cannot be released; lines count from 1. */
export type RefusedSerial = { line: number; serial: string; problem: SerialProblem };

/**
 * Releases serial numbers, so that whoever has such a unit registers it himself (product.md E3). All of them or none: lines
 * that cannot be are answered, each with its reason, and then nothing has happened.
 * @throws Refusal `form-invalid` (`serials`: none or too many; `product`), `not-a-slave` (which has no Master),
 * `changed-meanwhile` (somebody else releases one of them at this moment)
 */
export async function releaseSerials(trx: Writing, by: By, release: Release, now: Date): Promise<RefusedSerial[]> {
	const { product, serials, kind, masterId, subscriptionUntil } = release;
	if (serials.length === 0 || serials.length > mostSerialsAtOnce)
		throw new Refusal('form-invalid', { field: 'serials' });
	if (masterId && kind !== 'slave') throw new Refusal('not-a-slave');
	await mustHaveSerials(trx, product);
	const refused = await sift(trx, product, serials);
	if (refused.length > 0) return refused;
	const rows = serials.map((serial) => ({
		product,
		serial,
		kind,
		master_id: masterId,
		subscription_until: subscriptionUntil,
		released_at: now,
	}));
	const free = sql`on conflict on constraint released_serial_is_taken do nothing returning id`;
	const made = await insertMany<{ id: number }>(trx, 'released_serial', rows, free);
	if (made.length < serials.length) throw new Refusal('changed-meanwhile');
	const after = { serials: [...serials], kind, masterId, subscriptionUntil };
	await record(trx, by, { action: 'serials-released', subject: `product:${product}`, after });
	return [];
}

async function sift(db: Reading, product: string, serials: readonly string[]): Promise<RefusedSerial[]> {
	const bare = serials.map(bareSerial);
	const { rows } = await sql<{ bare: string; problem: 'released' | 'registered' }>`
		select bare_serial as bare, 'registered' as problem from unit
		where product = ${product} and bare_serial = any(${bare}::text[])
		union all
		select bare_serial, 'released' from released_serial
		where product = ${product} and bare_serial = any(${bare}::text[])
	`.execute(db);
	const taken = new Map(rows.map((row) => [row.bare, row.problem]));
	return serials.flatMap((serial, index) => {
		const own = bare[index] ?? '';
		const problem = !isSerial(serial)
			? 'invalid'
			: (taken.get(own) ?? (bare.indexOf(own) < index ? ('twice' as const) : undefined));
		return problem ? [{ line: index + 1, serial, problem }] : [];
	});
}

export type ReleasedRow = {
	id: number;
	product: string;
	productName: string;
	serial: string;
	kind: UnitKind | null;
	subscriptionUntil: string | null;
	releasedAt: Date;
	claimedAt: Date | null;
	/** null: nobody's yet, or a customer's whom the reader does not see. */
	claimedBy: string | null;
	masterCode: string | null;
};
export type ReleaseFilter = 'all' | 'waiting' | 'claimed';
export type ReleaseSearch = { serial: string; show: ReleaseFilter; after: string };

/** The state of the list as it stands in an address; what is not sound is left out. */
export function releaseSearch(address: URLSearchParams): ReleaseSearch {
	const show = address.get('show');
	return {
		serial: (address.get('serial') ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, 100),
		show: show === 'waiting' || show === 'claimed' ? show : 'all',
		after: (address.get('after') ?? '').slice(0, 200),
	};
}

/** Released serial numbers, the newest first, a page of them; searched by how a serial number begins. */
export async function listReleases(
	db: Reading,
	staff: StaffActor,
	{ serial, show, after }: ReleaseSearch,
): Promise<{ rows: ReleasedRow[]; next: string | null }> {
	const cursor = decodeCursor(after);
	const codeOf = (id: string) => sql<string | null>`(
		select c.code from customer as c where c.id = ${sql.ref(id)} and ${isSeenBy(staff, sql.ref('c'))}
	)`;
	const found = await db
		.selectFrom('released_serial as r')
		.innerJoin('product as p', 'p.slug', 'r.product')
		.select(['r.id', 'r.product', 'p.name as productName', 'r.serial', 'r.kind'])
		.select(['r.subscription_until as subscriptionUntil', 'r.released_at as releasedAt', 'r.claimed_at as claimedAt'])
		.select([codeOf('r.claimed_by').as('claimedBy'), codeOf('r.master_id').as('masterCode')])
		.$if(serial !== '', (query) =>
			query.where('r.bare_serial', 'like', bareSerial(serial) ? `${bareSerial(serial)}%` : ''),
		)
		.$if(show === 'waiting', (query) => query.where('r.claimed_at', 'is', null))
		.$if(show === 'claimed', (query) => query.where('r.claimed_at', 'is not', null))
		.$if(cursor !== null, (query) => query.where('r.id', '<', cursor?.key ?? 0))
		.orderBy('r.id', 'desc')
		.limit(sql.lit(releasesPerPage + 1))
		.$castTo<ReleasedRow>()
		.execute();
	const rows = found.slice(0, releasesPerPage);
	const last = rows.at(-1);
	return { rows, next: found.length > releasesPerPage && last ? encodeCursor({ value: '', key: last.id }) : null };
}

/**
 * Takes back a released serial number that nobody has claimed.
 * @throws Refusal `not-found`, `changed-meanwhile` (it was claimed)
 */
export async function withdrawSerial(trx: Writing, by: By, id: number): Promise<void> {
	const gone = await trx
		.deleteFrom('released_serial')
		.where('id', '=', id)
		.where('claimed_at', 'is', null)
		.returning(['product', 'serial'])
		.executeTakeFirst();
	if (!gone) {
		const claimed = await trx.selectFrom('released_serial').select('id').where('id', '=', id).executeTakeFirst();
		throw new Refusal(claimed ? 'changed-meanwhile' : 'not-found');
	}
	const { product, serial } = gone;
	await record(trx, by, { action: 'serial-withdrawn', subject: `product:${product}`, before: { serial } });
}
