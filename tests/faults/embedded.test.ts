import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, expect, test } from 'vitest';
import { startEmbedded } from '../../src/database/embedded.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'serialdesk-faults-'));
const directory = path.join(folder, 'postgres');
const module = path.resolve('src/database/embedded.ts');
const children: ChildProcess[] = [];

// Another account must be able to reach what lies in it.
chmodSync(folder, 0o755);

afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a new folder gets a cluster that sorts and folds case by code point, on every machine the same', async () => {
	const server = await startEmbedded({ directory });
	expect(
		await query(
			server.url,
			'select datlocprovider as provider, datlocale as locale from pg_database where datname = current_database()',
		),
	).toEqual([{ provider: 'b', locale: 'C.UTF-8' }]);
	await query(server.url, 'create table kept (id int primary key)');
	await server.stop();
	expect(existsSync(path.join(directory, 'postmaster.pid'))).toBe(false);
});

test('a second process is refused with one line, which names the first', async () => {
	const server = await startEmbedded({ directory });
	const second = await run('');
	expect(second.output).toMatch(
		new RegExp(`^${directory} is in use by another running Serialdesk \\(process ${process.pid}\\).*\\n$`),
	);
	await server.stop();
});

test('a killed process takes its server along, and every commit is there at the next start', async () => {
	const killed = await hold();
	await query(killed.url, 'insert into kept values (1)');
	killed.child.kill('SIGKILL');
	const server = await startEmbedded({ directory });
	expect(await query(server.url, 'select id from kept')).toEqual([{ id: 1 }]);
	await server.stop();
});

test('a server that outlived its process is stopped and started anew', async () => {
	const killed = await hold({ PATH: withoutSetpriv() });
	await query(killed.url, 'insert into kept values (2)');
	const orphan = postmaster();
	killed.child.kill('SIGKILL');
	await sleep(300);
	expect(isAlive(orphan)).toBe(true);
	const server = await startEmbedded({ directory });
	expect(isAlive(orphan)).toBe(false);
	expect(await query(server.url, 'select count(*) as count from kept')).toEqual([{ count: '2' }]);
	await server.stop();
});

test('a pid file that names a stranger does not keep the server from starting, and the stranger lives on', async () => {
	const stranger = spawn('sleep', ['60']);
	children.push(stranger);
	writeFileSync(path.join(directory, 'postmaster.pid'), `${stranger.pid}\n${directory}\n1\n5432\n/tmp\n\n`);
	const server = await startEmbedded({ directory });
	await server.stop();
	expect(isAlive(stranger.pid ?? 0)).toBe(true);
});

test('a server that is killed comes back at the same address, with every commit', async () => {
	const server = await startEmbedded({ directory });
	const url = server.url;
	process.kill(postmaster(), 'SIGKILL');
	await expect
		.poll(() => query(url, 'select count(*) as count from kept').catch(() => []), { timeout: 5000 })
		.toEqual([{ count: '2' }]);
	await server.stop();
});

test.runIf(process.getuid?.() === 0)(
	'where user namespaces are forbidden, root gives the data to another account, and takes them back',
	async () => {
		const server = await startEmbedded({ directory, mayUnshare: false });
		expect(await query(server.url, 'select count(*) as count from kept')).toEqual([{ count: '2' }]);
		await server.stop();
		const again = await startEmbedded({ directory });
		await again.stop();
	},
);

test('a killed creation leaves nothing in the way', async () => {
	const unfinished = path.join(folder, 'unfinished');
	const child = launch({}, unfinished);
	await expect
		.poll(() => readdirSync(folder).some((name) => name.startsWith('unfinished.creating')), { timeout: 5000 })
		.toBe(true);
	child.kill('SIGKILL');
	const server = await startEmbedded({ directory: unfinished, sync: false });
	await server.stop();
});

function launch(env: NodeJS.ProcessEnv = {}, where = directory): ChildProcess {
	const script = `const { startEmbedded } = await import(${JSON.stringify(module)});
		const { url } = await startEmbedded({ directory: ${JSON.stringify(where)} }).catch((error) => (console.log(error.message), process.exit(1)));
		console.log(url); setInterval(() => {}, 1000);`;
	const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	children.push(child);
	return child;
}

async function hold(env?: NodeJS.ProcessEnv): Promise<{ child: ChildProcess; url: string }> {
	const child = launch(env);
	const [line] = (await child.stdout?.setEncoding('utf8').take(1).toArray()) as string[];
	return { child, url: String(line).trim() };
}

async function run(where: string): Promise<{ output: string }> {
	const child = launch({}, where || directory);
	const output = ((await child.stdout?.setEncoding('utf8').toArray()) as string[]).join('');
	return { output };
}

/** A path with the programs of a small system, where nothing ends the server together with its process. */
function withoutSetpriv(): string {
	const bin = mkdtempSync(path.join(folder, 'bin-'));
	for (const program of ['unshare', 'flock', 'true', 'chown'])
		writeFileSync(path.join(bin, program), `#!/bin/sh\nPATH=${process.env.PATH} exec ${program} "$@"\n`, {
			mode: 0o755,
		});
	return bin;
}

function postmaster(): number {
	return Number.parseInt(readFileSync(path.join(directory, 'postmaster.pid'), 'utf8'), 10);
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

async function query(url: string, text: string): Promise<unknown[]> {
	const client = new pg.Client({ connectionString: url });
	client.on('error', () => {});
	await client.connect();
	try {
		return (await client.query(text)).rows;
	} finally {
		await client.end();
	}
}
