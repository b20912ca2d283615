import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

const data = mkdtempSync(path.join(tmpdir(), 'serialdesk-start-'));
const portals: Portal[] = [];

// The pages are built once, before anything is measured.
beforeAll(() => start().then(stop), 300_000);

// What a test that failed has left running would be in the way of the next.
afterEach(() => Promise.all(portals.filter(({ child }) => child.exitCode === null).map(stop)));

afterAll(() => {
	for (const { child } of portals) child.kill('SIGKILL');
	rmSync(data, { recursive: true, force: true });
});

test('an empty folder becomes a portal that says its address and logins', async () => {
	const portal = await start({ DATA_DIR: path.join(data, 'first') });
	expect((await fetch(`${portal.origin}/healthz`)).status).toBe(200);
	expect(await (await fetch(`${portal.origin}/readyz`)).json()).toMatchObject({ ready: true });
	expect((await fetch(`${portal.origin}/login`)).status).toBe(200);
	expect(portal.output()).toContain(portal.origin);
	expect(portal.output()).toContain('C1001');
	expect((await fetch(`${portal.origin}/metrics`)).status).toBe(404);
	await stop(portal);
});

test('a start on existing data is ready within four seconds', async () => {
	// The best of three: another one's work on the same machine is no work of the portal's.
	const took: number[] = [];
	for (let round = 0; round < 3 && Math.min(...took) >= 4000; round++) {
		const begin = performance.now();
		const portal = await start();
		took.push(performance.now() - begin);
		await stop(portal);
	}
	expect(Math.min(...took)).toBeLessThan(4000);
});

test('Ctrl-C ends everything that was started, with status 0', async () => {
	const portal = await start();
	portal.child.kill('SIGINT');
	// npm passes on what the terminal has sent already; twice in a moment is still once.
	portal.child.kill('SIGINT');
	expect(await portal.ended).toBe(0);
	expect(processesOf(data)).toEqual([]);
});

test('nothing acknowledged is lost when the process is killed while it writes', async () => {
	const portal = await start();
	const client = new pg.Client({ connectionString: databaseUrl() });
	client.on('error', () => {});
	await client.connect();
	await client.query('create table acknowledged (id int primary key)');
	let acknowledged = 0;
	const writing = (async () => {
		for (;;) {
			await client.query('insert into acknowledged values ($1)', [acknowledged + 1]);
			acknowledged += 1;
		}
	})().catch(() => {});
	await sleep(300);
	portal.child.kill('SIGKILL');
	await writing;

	const again = await start();
	const check = new pg.Client({ connectionString: databaseUrl() });
	await check.connect();
	const { rows } = await check.query<{ count: number }>('select count(*)::int as count from acknowledged');
	await check.query('drop table acknowledged');
	await check.end();
	expect(acknowledged).toBeGreaterThan(0);
	expect(rows[0]?.count).toBeGreaterThanOrEqual(acknowledged);
	await stop(again);
});

test('a second start on the same data is refused in one line, and the first goes on', async () => {
	const portal = await start();
	expect(await refusal({})).toMatch(/^\S+ is in use by another running Serialdesk \(process \d+\)[^\n]*\n$/);
	expect((await fetch(`${portal.origin}/readyz`)).status).toBe(200);
	await stop(portal);
});

test('a bad setting ends the start in one line that names it', async () => {
	expect(await refusal({ PORT: '99999' })).toMatch(/^PORT="99999" [^\n]*\n$/);
	expect(await refusal({ SERIALDESK_DEMO: 'off' })).toMatch(/^ORIGIN is missing[^\n]*\n$/);
	expect(await refusal({ DATABASE_URL: 'postgres://127.0.0.1:1/none' })).toMatch(/^DATABASE_URL: [^\n]*\n$/);
});

type Portal = { child: ChildProcess; origin: string; ended: Promise<number | null>; output(): string };

function launch(env: NodeJS.ProcessEnv): Omit<Portal, 'origin'> {
	const child = spawn(process.execPath, ['bin/serialdesk', 'start'], {
		env: { PATH: process.env.PATH, DATA_DIR: path.join(data, 'kept'), ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding('utf8').on('data', (text: string) => (output += text));
	const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
	return { child, ended, output: () => output };
}

async function start(env: NodeJS.ProcessEnv = {}): Promise<Portal> {
	const port = await freePort();
	const portal = { ...launch({ PORT: String(port), ...env }), origin: `http://localhost:${port}` };
	portals.push(portal);
	while (!(await fetch(`${portal.origin}/readyz`).catch(() => undefined))?.ok) {
		if (portal.child.exitCode !== null) throw new Error(portal.output());
		await sleep(20);
	}
	return portal;
}

async function stop(portal: Portal): Promise<void> {
	portal.child.kill('SIGINT');
	await portal.ended;
}

async function refusal(env: NodeJS.ProcessEnv): Promise<string> {
	const { ended, output } = launch({ PORT: String(await freePort()), ...env });
	expect(await ended).toBe(1);
	return output();
}

/** The lock names the folder of the sockets, for a successor to clear; here it tells where to connect. */
function databaseUrl(): string {
	const [, sockets = ''] = readFileSync(path.join(data, 'kept', 'postgres.lock'), 'utf8').split('\n');
	return `postgres://postgres@localhost:5432/postgres?host=${encodeURIComponent(sockets)}`;
}

function processesOf(folder: string): string[] {
	const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
	return pids.map(commandLine).filter((line) => line.includes(folder));
}

function commandLine(pid: string): string {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
	} catch {
		return '';
	}
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}
