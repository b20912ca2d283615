import { sql } from 'kysely';
import type { Reading, Writing } from '../database/connection.ts';
import { countUp, keyed, limiterKey, networkOf, refuseWhenFull } from '../identity/counting.ts';
import { enqueue } from '../jobs/enqueueing.ts';
import { log } from '../log.ts';
import { sendCredential } from '../mail/sending-credentials.ts';

// Within a quarter of an hour.
const most = {
	// An office in which several people have forgotten several passwords.
	address: 20,
	// The same words again: their letter is on its way already.
	identity: 3,
	// More than the customers of a large maker ask for in a day; each is a job of some milliseconds.
	everybody: 3000,
};
// Letters to one account, whatever was typed to get them: nobody's mailbox is filled by somebody else.
const mostPerHour = 3;
const mostPerDay = 10;

export type Asked = { email: string; identity: string; address: string };

/**
 * Takes in what was typed into the recovery page, and finds out nothing: whether it means anybody is a job's business, so that
 * neither words nor time tell (product.md E4). What was asked several times already is left at that.
 * @throws Refusal `too-many-attempts` with `retryAfter`: for the network it came from, or when everybody asks at once
 */
export async function askRecovery(db: Reading, { email, identity, address }: Asked, now: Date): Promise<void> {
	const secret = await limiterKey(db);
	const counter = (name: keyof typeof most, ...parts: string[]) => ({
		name,
		key: keyed(secret, `recover-${name}`, ...parts),
		most: most[name],
	});
	const network = counter('address', networkOf(address));
	const everybody = counter('everybody');
	const identical = counter('identity', email.trim().toLowerCase(), identity.trim().toLowerCase());
	await refuseWhenFull(db, [network, everybody]);
	const counts = await countUp(db, [network, everybody, identical]);
	for (const { name, count } of counts.filter((one) => one.count === one.most && one.name !== 'identity')) {
		log().warn({ event: 'recovery-attack', limited: name, count, address }, 'too many recoveries are asked for');
	}
	if (counts.some((one) => one.name === 'identity' && one.count > one.most)) return;
	await enqueue(db, 'recover', { email, identity, address, at: now.toISOString() });
}

/** Sends a temporary password and link to every account that both facts mean; answers how many. */
export async function recover(trx: Writing, { email, identity, address }: Asked, now: Date): Promise<number> {
	const accountIds = await findMeant(trx, email.trim(), identity.trim());
	let sent = 0;
	for (const accountId of accountIds) {
		if (await hasEnough(trx, accountId, now)) continue;
		await sendCredential(trx, accountId, 'recovery', now, { address });
		sent++;
	}
	return sent;
}

/**
 * The customers with this address and this code, or one of whose units has this serial number. Compared whole: nothing typed is a
 * pattern, and letters of other alphabets are no letters of a code.
 */
async function findMeant(trx: Writing, email: string, identity: string): Promise<number[]> {
	if (!/^[0-9A-Za-z][0-9A-Za-z ._/-]*$/.test(identity) || email === '') return [];
	const rows = await trx
		.selectFrom('customer as c')
		.innerJoin('account as a', 'a.id', 'c.id')
		.select('c.id')
		.where(({ eb, or }) =>
			or([
				eb('c.code', '=', identity.toUpperCase()),
				eb(
					'c.id',
					'=',
					sql<number>`any(array(select customer_id from unit where bare_serial = bare_serial(${identity})))`,
				),
			]),
		)
		.where(sql`lower(c.email)`, '=', sql`lower(${email})`)
		.where('a.disabled_at', 'is', null)
		.orderBy('c.id')
		// Two requests at once count each other's letters.
		.forUpdate('a')
		.execute();
	return rows.map((row) => row.id);
}

async function hasEnough(trx: Writing, accountId: number, now: Date): Promise<boolean> {
	const since = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
	const { hour, day } = await trx
		.selectFrom('temporary_credential')
		.select([
			sql<number>`count(*) filter (where created_at > ${since(1)})`.as('hour'),
			sql<number>`count(*)`.as('day'),
		])
		.where('account_id', '=', accountId)
		.where('purpose', '=', 'recovery')
		.where('created_at', '>', since(24))
		.executeTakeFirstOrThrow();
	return hour >= mostPerHour || day >= mostPerDay;
}
