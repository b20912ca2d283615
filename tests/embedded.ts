import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { loadDemonstration, soundVisitor, password } from './demonstration.ts';
import type { Visitor } from './http.ts';
import { freePort, startPortal, type Portal } from './portal.ts';

/** A portal with the PostgreSQL that it brings, on a folder and a port that outlive its process. */
export type Installation = {
	folder: string;
	portal: Portal;
	/** The same folder and address, after the process has gone. */
	startAgain(): Promise<Portal>;
	query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
};

/** Starts one with the demonstration's people in it; letters go to `smtpUrl`. */
export async function startInstallation(smtpUrl: string): Promise<Installation> {
	const folder = mkdtempSync(path.join(tmpdir(), 'serialdesk-faults-'));
	const port = await freePort();
	const env = { SERIALDESK_DEMO: 'off', SMTP_URL: smtpUrl };
	const start = () => startPortal({ dataDirectory: folder, port, env });
	const portal = await start();
	await loadDemonstration(databaseUrl(folder));
	const installation: Installation = {
		folder,
		portal,
		async startAgain() {
			installation.portal = await start();
			return installation.portal;
		},
		query: (text, values) => query(databaseUrl(folder), text, values),
	};
	return installation;
}

/** Several sessions of one customer: one after another, because strangers of one network cannot all wait at the door at once. */
export async function logIn(origin: string, count: number): Promise<Visitor[]> {
	const visitors = Array.from({ length: count }, () => soundVisitor(origin));
	for (const visitor of visitors) await visitor.login('C5001', password);
	return visitors;
}

/** The process of the portal's own PostgreSQL that all others hang on. */
export function postmasterOf({ folder }: Installation): number {
	return Number.parseInt(readFileSync(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

/** The lock names the folder of the sockets, for a successor to clear; here it tells where to connect. */
function databaseUrl(folder: string): string {
	const [, sockets = ''] = readFileSync(path.join(folder, 'postgres.lock'), 'utf8').split('\n');
	return `postgres://postgres@localhost:5432/postgres?host=${encodeURIComponent(sockets)}`;
}

async function query<Row extends pg.QueryResultRow>(url: string, text: string, values?: unknown[]): Promise<Row[]> {
	const client = new pg.Client({ connectionString: url });
	client.on('error', () => {});
	await client.connect();
	try {
		return (await client.query<Row>(text, values)).rows;
	} finally {
		await client.end();
	}
}
