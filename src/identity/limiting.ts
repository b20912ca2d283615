import { createHmac } from 'node:crypto';
import type { Reading } from '../database/connection.ts';
import { clear, countDifferent, countUp, keyed, networkOf, refuseWhenFull, type Counter } from './counting.ts';
import { reportAttack } from './reporting-attacks.ts';

/** Wrong logins within a quarter of an hour after which the next one is refused before its password is hashed. */
const most = {
	// An owner who has forgotten which password it was tries five or six.
	account: 10,
	// One browser that logged in before, counted for itself: strangers cannot use up its tries.
	device: 10,
	// A school or a large workshop behind one address, all of them mistyping.
	address: 50,
	// Accounts on which the same wrong password was tried: one typing error is not made twenty times by different people.
	password: 20,
} as const;

export type Tried = {
	kind: string;
	login: string;
	password: string;
	address: string;
	accountId: number | null;
	/** The token of a browser from which this very account logged in before, or what stands for one. */
	device: string | null;
};

/** The counters of one login. A known browser has its own and no other. */
export type LoginLimits = {
	own: Counter;
	address?: Counter;
	password?: Counter & { pair: string };
};

/**
 * Which counters a login counts on. Of the password they keep 24 bits of a keyed hash: too few to guess it by, enough to see that it is
 * the same one.
 */
export function limitsOf(secret: Buffer, tried: Tried): LoginLimits {
	const { kind, login, password, address, accountId, device } = tried;
	const counter = (name: keyof typeof most, ...parts: unknown[]) => ({
		name,
		key: keyed(secret, name, ...parts),
		most: most[name],
	});
	if (device !== null) return { own: counter('device', accountId, device) };
	const print = createHmac('sha256', secret).update(password.normalize('NFC')).digest('hex').slice(0, 6);
	return {
		own: counter('account', kind, login),
		address: counter('address', networkOf(address)),
		password: { ...counter('password', print), pair: keyed(secret, 'pair', print, kind, login) },
	};
}

/**
 * Refuses a login before its password is hashed when there were too many wrong ones (safety.md fact 11).
 * @throws Refusal `too-many-attempts` with `retryAfter` in seconds
 */
export async function refuseWhenTooMany(db: Reading, { own, address, password }: LoginLimits): Promise<void> {
	await refuseWhenFull(
		db,
		[own, address, password].filter((one) => one !== undefined),
	);
}

/** Counts one wrong login, and reports an attack when it is the one that fills a counter. */
export async function countFailure(db: Reading, limits: LoginLimits, tried: Tried): Promise<void> {
	const { own, address, password } = limits;
	const counts = await countUp(db, address ? [own, address] : [own]);
	if (password) counts.push({ ...password, count: await countDifferent(db, password, password.pair) });
	for (const { name, count } of counts.filter((one) => one.count === one.most)) {
		await reportAttack(db, { limited: name, failures: count, address: tried.address, accountId: tried.accountId });
	}
}

/** A right password clears the account's count, so that an owner's typing errors do not add up; the address's stays. */
export async function forgetFailures(db: Reading, { own }: LoginLimits): Promise<void> {
	await clear(db, [own.key]);
}
