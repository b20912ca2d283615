import { hash, verify } from '@node-rs/argon2';

// OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane.
const parameters = { algorithm: 2, memoryCost: 19456, timeCost: 2, parallelism: 1 } as const;

// Hashing is bounded: a storm of logins waits here and not in the thread pool that serves files.
const lanes = 2;
let busy = 0;
const waiting: (() => void)[] = [];

export function hashPassword(password: string): Promise<string> {
	return inLane(() => hash(password, parameters));
}

let stranger: Promise<string> | undefined;

/** Compares in the same time whether or not there is such an account: without a hash, with a stranger's. */
export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
	stranger ??= hashPassword('a password that opens nothing');
	const expected = passwordHash ?? (await stranger);
	const matches = await inLane(() => verify(expected, password));
	return matches && passwordHash !== null;
}

async function inLane<T>(work: () => Promise<T>): Promise<T> {
	if (busy >= lanes) await new Promise<void>((free) => waiting.push(free));
	busy++;
	try {
		return await work();
	} finally {
		busy--;
		waiting.shift()?.();
	}
}
