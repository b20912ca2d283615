import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { Refusal } from '../refusal.ts';

// OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane.
const parameters = { algorithm: 2, memoryCost: 19456, timeCost: 2, parallelism: 1 } as const;

// Hashing is bounded: a storm of logins waits here and not in the thread pool that serves files, and one core stays free
// for everybody's pages.
const lanes = Math.min(4, Math.max(1, availableParallelism() - 1));
// Two dozen hashes of 15 to 30 ms each: whoever is let into the queue is out of it within a second.
const mostStrangers = 24 * lanes;
// From here on one network cannot take the places of all others.
const crowded = 8 * lanes;
const mostPerNetwork = 2;
const mostKnown = 200;
const retryAfter = 5;

/** Who waits for a hash: a known browser goes first; strangers are counted by the network they come from. */
export type Turn = { known: true } | { known: false; from: string };

const owner: Turn = { known: true };
type Waiting = { turn: Turn; go: () => void };
let busy = 0;
const known: Waiting[] = [];
const strangers: Waiting[] = [];

/** @throws Refusal `too-busy` */
export function hashPassword(password: string): Promise<string> {
	return inLane(owner, () => hash(composed(password), parameters));
}

let stranger: Promise<string> | undefined;

/**
 * Compares in the same time whether or not there is such an account: without a hash, with a stranger's.
 * @throws Refusal `too-busy` when too many wait already
 */
export async function passwordMatches(
	passwordHash: string | null,
	password: string,
	turn: Turn = owner,
): Promise<boolean> {
	stranger ??= hashPassword('a password that opens nothing');
	const expected = passwordHash ?? (await stranger);
	const matches = await inLane(turn, () => verify(expected, composed(password)));
	return matches && passwordHash !== null;
}

// The same letters come composed from one keyboard and decomposed from another.
function composed(password: string): string {
	return password.normalize('NFC');
}

async function inLane<T>(turn: Turn, work: () => Promise<T>): Promise<T> {
	if (busy >= lanes) await queue(turn);
	else busy++;
	try {
		return await work();
	} finally {
		// The lane is handed over, never free in between: nobody slips in before those who wait.
		const next = known.shift() ?? strangers.shift();
		if (next) next.go();
		else busy--;
	}
}

function queue(turn: Turn): Promise<void> {
	const line = turn.known ? known : strangers;
	if (line.length >= (turn.known ? mostKnown : mostStrangers) || takesOthersPlaces(turn)) {
		throw new Refusal('too-busy', { retryAfter });
	}
	return new Promise((go) => line.push({ turn, go }));
}

function takesOthersPlaces(turn: Turn): boolean {
	if (turn.known || strangers.length < crowded) return false;
	return strangers.filter((one) => !one.turn.known && one.turn.from === turn.from).length >= mostPerNetwork;
}
