import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import type { Verdict } from './verdict.ts';

const start: Link = { id: 0, hash: '00'.repeat(32) };
const entriesPerBatch = 10_000;

type Link = { id: number; hash: string };

/**
 * Walks the chain from the first entry to the newest, in batches. Entries cut off at the end leave a shorter chain that is whole:
 * only who kept the fingerprint of the newest entry elsewhere can tell.
 */
export async function verifyAuditLog(db: Reading): Promise<Verdict> {
	let last = start;
	for (;;) {
		const { brokenAt, next } = await verifyBatch(db, last);
		if (brokenAt !== null) return { intact: false, brokenAt };
		if (!next) return { intact: true, entries: last.id, newest: last.id === 0 ? '' : last.hash };
		last = next;
	}
}

async function verifyBatch(db: Reading, after: Link): Promise<{ brokenAt: number | null; next: Link | null }> {
	const { rows } = await sql<{ brokenAt: number | null; lastId: number | null; lastHash: string | null }>`
		with batch as (
			select e.id, e.hash,
				e.hash = audit_hash(e)
				and e.previous_hash = lag(e.hash, 1, decode(${after.hash}, 'hex')) over w
				and e.id = lag(e.id, 1, ${after.id}::bigint) over w + 1 as sound
			from (select * from audit_entry where id > ${after.id} order by id limit ${entriesPerBatch}) as picked
			join audit_entry as e using (id)
			window w as (order by e.id)
		)
		select min(id) filter (where not sound) as "brokenAt", max(id) as "lastId",
			(select encode(hash, 'hex') from batch order by id desc limit 1) as "lastHash"
		from batch
	`.execute(db);
	const { brokenAt = null, lastId = null, lastHash = null } = rows[0] ?? {};
	return { brokenAt, next: lastId !== null && lastHash !== null ? { id: lastId, hash: lastHash } : null };
}
