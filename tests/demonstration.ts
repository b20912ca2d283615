import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { test as base } from 'vitest';
import { install } from '../installation/install.ts';
import { connect, disconnect } from '../src/database/connection.ts';
import { cloneLoaded } from './clone.ts';
import { Visitor, type Answer } from './http.ts';
import { startPortal, type Portal } from './portal.ts';
import { openMailSink, type MailSink } from './smtp.ts';

export const password = 'serialdesk-demo';

/** A picture of four pixels. */
export const png = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGM45MgDRAwQCgAgigQ9nVxapAAAAABJRU5ErkJggg==',
	'base64',
);

/** Whose units they are stands in installation/demonstration/units.ts. */
export const units = {
	italian: '/new/k-tag/KTM-7R20-0412',
	slave: '/new/kessv2/K2S-6H13-0571',
	english: '/new/kessv2/K2M-5C40-0666',
	russian: '/new/k-tag/KTM-8P61-1306',
} as const;

export type Demonstration = {
	portal: Portal;
	sink: MailSink;
	databaseUrl: string;
	/** Somebody who is not logged in. */
	visitor(): Visitor;
	customer(code: string): Promise<Visitor>;
	staff(name: 'technician' | 'technician.fr' | 'supervisor' | 'admin'): Promise<Visitor>;
	/** Asks the database itself, for what no page shows. */
	query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
	/** Paths of the files in the portal's storage, whole and partial. */
	stored(): string[];
};

/** A test against the production build with the demonstration in it, one portal per file; `stage` is where it plays. */
export const test = base.extend('stage', { scope: 'file' }, async ({}, { onCleanup }): Promise<Demonstration> => {
	const closing = new AsyncDisposableStack();
	onCleanup(() => closing.disposeAsync());
	const sink = await openMailSink();
	closing.defer(() => sink.close());
	const databaseUrl = await cloneDemonstration();
	const portal = await startPortal({ databaseUrl, env: { SERIALDESK_DEMO: 'off', SMTP_URL: sink.url } });
	closing.defer(async () => void (await portal.stop('SIGINT')));
	const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
	pool.on('error', () => {});
	closing.defer(() => pool.end());
	const visitor = () => soundVisitor(portal.origin);
	return {
		portal,
		sink,
		databaseUrl,
		visitor,
		async customer(code) {
			const customer = visitor();
			await customer.login(code, password);
			return customer;
		},
		async staff(name) {
			const member = visitor();
			await member.loginAtDesk(`${name}@serialdesk.test`, password);
			return member;
		},
		query: async (text, values) => (await pool.query(text, values)).rows,
		stored: () => filesBelow(path.join(portal.dataDirectory, 'files')),
	};
});

/** A new database with the demonstration's people, units and tickets, but for its files: they take a portal ten seconds to draw. */
export function cloneDemonstration(): Promise<string> {
	return cloneLoaded('serialdesk_demonstration', loadDemonstration);
}

/** Loads the same into a database that has no customers yet. */
export async function loadDemonstration(databaseUrl: string): Promise<void> {
	const installed = await install(connect(databaseUrl, 1), { demo: true, filesDirectory: '' });
	await disconnect();
	if (!installed.demonstration) throw new Error('the demonstration was not loaded');
}

/** Somebody for whom every answer must be as all must be. */
export function soundVisitor(origin: string): Visitor {
	return new Visitor(origin, mustBeSound);
}

/** What every answer must be, whatever was asked (safety.md, Content): never a 500, and never without its headers. */
function mustBeSound(asked: string, { status, headers }: Answer): void {
	if (status === 500) throw new Error(`${asked} answered 500`);
	const wrong = Object.entries(expected).filter(([name, value]) => !value.test(headers.get(name) ?? ''));
	if (wrong.length > 0)
		throw new Error(`${asked} answered ${status} without ${wrong.map(([name]) => name).join(', ')}`);
}

const expected: Record<string, RegExp> = {
	'x-content-type-options': /^nosniff$/,
	'content-security-policy': /frame-ancestors 'none'/,
	'referrer-policy': /^same-origin$/,
	'cross-origin-opener-policy': /^same-origin$/,
	'cache-control': /\b(no-store|private)\b/,
};

/** Opens a ticket as the form does and answers its number. */
export async function openTicket(
	customer: Visitor,
	unit: string,
	fields: Record<string, string | string[]> = {},
	files: Parameters<Visitor['postFiles']>[2] = [],
): Promise<number> {
	const answer = await customer.postFiles(`${unit}?/open`, { subject: 'Reading stops at 40 %', ...fields }, files);
	if (answer.status !== 303) throw new Error(`opening answered ${answer.status}: ${mainOf(answer.text)}`);
	return Number(/^\/tickets\/(\d+)$/.exec(answer.location ?? '')?.[1]);
}

/** What a page says in its main part, without markup: for messages and for comparing. */
export function mainOf(html: string): string {
	const main = /<main[^>]*>([\s\S]*?)<\/main>/.exec(html)?.[1] ?? html;
	return main
		.replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
}

/** Waits until something holds, ten seconds at most; for fixtures, where `expect.poll` is not to be had. */
export async function until(holds: () => Promise<boolean>, what: string, seconds = 10): Promise<void> {
	for (const deadline = Date.now() + seconds * 1000; !(await holds()); await sleep(50))
		if (Date.now() > deadline) throw new Error(`after ${seconds} s still not: ${what}`);
}

/** How many unread tickets the main menu counts. */
export function unreadOn(html: string): number {
	return Number(/data-unread-count[^>]*>\D*(\d+)/.exec(html)?.[1] ?? 0);
}

/** Addresses of the files on a page, in order. */
export function filesOn(html: string): string[] {
	return [...new Set([...html.matchAll(/\/files\/[0-9a-f-]{36}(?![\w/-])/g)].map(([address]) => address))];
}

/** The process that serves, which is not the one we started where that only looks for the right Node. */
export function servingProcess({ process: started }: Portal): number {
	const pid = started.pid ?? 0;
	const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
	const inner = children.find((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('bin/serialdesk'));
	return Number(inner ?? pid);
}

/** Resident memory of a process in MiB. */
export function memoryOf(pid: number): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

function filesBelow(folder: string): string[] {
	if (!existsSync(folder)) return [];
	const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
	return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}
