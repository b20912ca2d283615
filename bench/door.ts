import { Agent, request } from 'node:http';
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
	databaseUrl: string;
	/** The portal's process. */
	pid: number;
	/** Existing customers: code and e-mail address. */
	customers: { code: string; email: string }[];
	close(): Promise<void>;
};

type Opening = { profileInto?: string; env?: Record<string, string> };

/** The production build before a database with so many customers, where each request may say which address it comes from. */
export async function openDoor(customers: number, { profileInto, env }: Opening = {}): Promise<Door> {
	const directory = mkdtempSync(join(tmpdir(), 'serialdesk-door-'));
	const cluster = await startEmbedded({ directory: join(directory, 'postgres') });
	const portal = await startPortal({
		databaseUrl: cluster.url,
		profileInto,
		env: { TRUST_PROXY: 'on', LOG_LEVEL: 'error', ...env },
	});
	const pool = new pg.Pool({ connectionString: cluster.url, max: 1 });
	await pool.query(register, [customers, await hashPassword(doorPassword)]);
	await pool.end();
	return {
		origin: portal.origin,
		databaseUrl: cluster.url,
		pid: portal.pid,
		customers: Array.from({ length: customers }, (_, index) => customer(index + 1)),
		async close() {
			agent.destroy();
			await portal.stop();
			await cluster.stop();
			rmSync(directory, { recursive: true, force: true });
		},
	};
}

const customer = (number: number) => ({ code: `D${number}`, email: `d${number}@workshop.test` });

const register = `
	with made as (
		insert into account (kind, login, password_hash, terms_version)
		select 'customer', 'd' || number, $2, 1000000 from generate_series(1, $1::integer) as number
		returning id, login
	)
	insert into customer (id, code, company, email, country)
	select id, upper(login), 'Workshop ' || login, login || '@workshop.test', 'IT' from made
`;

export type Answered = { status: number; ms: number; cookies: string[] };

// As many connections as a tool that attacks keeps open.
const agent = new Agent({ keepAlive: true, maxSockets: 200 });

/** A form posted from an address of its own choosing, answered to its last byte. */
export function post(
	origin: string,
	path: string,
	fields: Record<string, string>,
	headers: Record<string, string>,
): Promise<Answered> {
	const body = new URLSearchParams(fields).toString();
	const type = 'application/x-www-form-urlencoded';
	const length = String(Buffer.byteLength(body));
	return ask(origin + path, { 'content-type': type, 'content-length': length, origin, ...headers }, body);
}

/** A page, or what a form answers. A connection that broke is told as status 0, not as the end of the measurement. */
export function ask(url: string, headers: Record<string, string> = {}, body?: string): Promise<Answered> {
	const started = performance.now();
	const method = body === undefined ? 'GET' : 'POST';
	return new Promise((resolve) => {
		const told = (status: number, cookies: string[] = []) =>
			resolve({ status, ms: performance.now() - started, cookies });
		const asking = request(url, { method, agent, headers: { accept: 'text/html', ...headers } }, (answer) => {
			const cookies = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0] ?? '');
			answer
				.on('error', () => told(0))
				.on('end', () => told(answer.statusCode ?? 0, cookies))
				.resume();
		});
		asking.on('error', () => told(0)).end(body);
	});
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
