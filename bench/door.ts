import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../src/database/embedded.ts';
import { hashPassword } from '../src/identity/password.ts';
import { startPortal } from './portal.ts';

export const doorPassword = 'a password at the door';

export type Door = {
	origin: string;
	/** The portal's process. */
	pid: number;
	/** Existing customers: code and e-mail address. */
	customers: { code: string; email: string }[];
	close(): Promise<void>;
};

/** The production build before a database with so many customers, where each request may say which address it comes from. */
export async function openDoor(customers: number): Promise<Door> {
	const directory = mkdtempSync(join(tmpdir(), 'serialdesk-door-'));
	const cluster = await startEmbedded({ directory: join(directory, 'postgres') });
	const portal = await startPortal({ databaseUrl: cluster.url, env: { TRUST_PROXY: 'on', LOG_LEVEL: 'error' } });
	const pool = new pg.Pool({ connectionString: cluster.url, max: 1 });
	await pool.query(register, [customers, await hashPassword(doorPassword)]);
	await pool.end();
	return {
		origin: portal.origin,
		pid: portal.pid,
		customers: Array.from({ length: customers }, (_, index) => customer(index + 1)),
		async close() {
			await portal.stop();
			await cluster.stop();
			rmSync(directory, { recursive: true, force: true });
		},
	};
}

const customer = (number: number) => ({ code: `D${number}`, email: `d${number}@workshop.test` });

const register = `
	with made as (
		insert into account (kind, login, password_hash)
		select 'customer', 'd' || number, $2 from generate_series(1, $1::integer) as number
		returning id, login
	)
	insert into customer (id, code, company, email, country)
	select id, upper(login), 'Workshop ' || login, login || '@workshop.test', 'IT' from made
`;

export type Answered = { status: number; ms: number; cookies: string[] };

/** A form posted from an address of its own choosing, answered to its last byte. */
export async function post(
	origin: string,
	path: string,
	fields: Record<string, string>,
	headers: Record<string, string>,
): Promise<Answered> {
	return timed(origin + path, {
		method: 'POST',
		body: new URLSearchParams(fields),
		headers: { origin, accept: 'text/html', ...headers },
	});
}

export async function timed(url: string, init: RequestInit = {}): Promise<Answered> {
	const started = performance.now();
	const answer = await fetch(url, { redirect: 'manual', ...init }).catch(() => undefined);
	// A connection that broke is told as status 0, not as the end of the measurement.
	if (!answer) return { status: 0, ms: performance.now() - started, cookies: [] };
	await answer.arrayBuffer();
	const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
	return { status: answer.status, ms: performance.now() - started, cookies };
}

/** An address that nobody else has: each is a network of its own for the limiter. */
export function addressOf(number: number): string {
	return `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
}

/** The value below which this part of them lies: 0.5 for the median. */
export function quantile(values: number[], part: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
