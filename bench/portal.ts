import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/serialdesk', import.meta.url));

export type Portal = { origin: string; pid: number; stop(): Promise<void> };

type Start = {
	/** Undefined: the portal starts the embedded server in `dataDir` itself. */
	databaseUrl?: string;
	dataDir?: string;
	/** Where to leave a CPU profile when it ends. */
	profileInto?: string;
	/** Further settings. */
	env?: Record<string, string>;
};

/** Runs the production build as an operator would, without the demonstration. `awaited`: the path whose first 200 means it runs. */
export async function startPortal(
	{ databaseUrl, dataDir, profileInto, env: further }: Start,
	awaited = '/readyz',
): Promise<Portal> {
	const port = await freePort();
	const origin = `http://127.0.0.1:${port}`;
	const files = dataDir ?? mkdtempSync(join(tmpdir(), 'serialdesk-bench-'));
	const env: NodeJS.ProcessEnv = {
		PATH: process.env['PATH'],
		HOME: process.env['HOME'],
		PORT: String(port),
		ORIGIN: origin,
		DATA_DIR: files,
		SERIALDESK_DEMO: 'off',
		LOG_LEVEL: 'warn',
		...(databaseUrl && { DATABASE_URL: databaseUrl }),
		...further,
	};
	const profiling = profileInto ? ['--cpu-prof', `--cpu-prof-dir=${profileInto}`] : [];
	const child = spawn(process.execPath, [...profiling, program, 'start'], {
		env,
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	// Whatever ends the benchmark ends what it started.
	const goodbye = () => child.kill('SIGTERM');
	process.once('exit', goodbye);
	const stop = async () => {
		process.off('exit', goodbye);
		// SIGINT: there is nobody to give time to.
		child.kill('SIGINT');
		await ended(child);
		if (!dataDir) rmSync(files, { recursive: true, force: true });
	};
	await answers(child, origin + awaited);
	return { origin, pid: child.pid ?? 0, stop };
}

async function answers(child: ChildProcess, url: string): Promise<void> {
	while (child.exitCode === null && child.signalCode === null) {
		const status = await fetch(url).then(
			(answer) => answer.status,
			() => 0,
		);
		if (status === 200) return;
		await sleep(10);
	}
	throw new Error('the portal did not start');
}

function ended(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
	return new Promise((resolve) => child.once('exit', () => resolve()));
}

function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const { port } = server.address() as { port: number };
			server.close(() => resolve(port));
		});
	});
}

/** Bytes that a process holds: all of it, and its share of what several processes hold together. Linux only. */
export function memoryOf(pid: number): { rss: number; pss: number } {
	const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
	const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * 1024;
	return { rss: of('Rss'), pss: of('Pss') };
}

/** Milliseconds of processor time that a process has used: says how dear a page is even while others keep the machine busy. */
export function processorMsOf(pid: number): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
	// User and system time, in hundredths of a second.
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The server of a cluster with all its processes, by their shares of the memory between them. */
export function memoryOfCluster(directory: string): number {
	const postmaster = Number.parseInt(readFileSync(join(directory, 'postmaster.pid'), 'utf8'), 10);
	const processes = readdirSync('/proc')
		.map(Number)
		.filter((pid) => pid === postmaster || parentOf(pid) === postmaster);
	return processes.reduce((sum, pid) => sum + memoryOf(pid).pss, 0);
}

function parentOf(pid: number): number | undefined {
	try {
		return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
	} catch {
		return undefined;
	}
}
