import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

export type Portal = {
	/** Without a slash at the end. */
	origin: string;
	dataDirectory: string;
	/** What it has printed so far. */
	log(): string;
	/** Ends it, SIGTERM unless told otherwise; resolves with its exit code once it is gone. */
	stop(signal?: NodeJS.Signals): Promise<number | null>;
	/** Its process, for tests that hurt it. */
	process: ChildProcess;
};

type Options = {
	/** The database to use, e.g. `await cloneDatabase()`; without one the portal starts its own. */
	databaseUrl?: string;
	/** Used and left in place when given; otherwise a temporary folder that goes when the portal stops. */
	dataDirectory?: string;
	/** Further configuration, e.g. `{ SMTP_URL: sink.url, SERIALDESK_DEMO: 'off' }`. */
	env?: Record<string, string>;
	port?: number;
};

/** Starts the production build as its users do, on a free port, and waits until it is ready. */
export async function startPortal(options: Options = {}): Promise<Portal> {
	const port = options.port ?? (await freePort());
	const origin = `http://localhost:${port}`;
	const dataDirectory = options.dataDirectory ?? (await mkdtemp(path.join(tmpdir(), 'serialdesk-portal-')));
	const child = spawn(path.resolve('bin/serialdesk'), ['start'], {
		env: environment({ ...options, port, origin, dataDirectory }),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const portal = supervise(child, { origin, dataDirectory, temporary: !options.dataDirectory });
	await ready(portal).catch(async (error: unknown) => {
		keepLog(portal);
		await portal.stop('SIGKILL');
		throw error;
	});
	return portal;
}

type Environment = Options & { port: number; origin: string; dataDirectory: string };

function environment({ port, origin, dataDirectory, databaseUrl, env }: Environment): NodeJS.ProcessEnv {
	const inherited = { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'] };
	const database = databaseUrl ? { DATABASE_URL: databaseUrl } : {};
	return { ...inherited, PORT: String(port), ORIGIN: origin, DATA_DIR: dataDirectory, ...database, ...env };
}

type Place = { origin: string; dataDirectory: string; temporary: boolean };

function supervise(child: ChildProcess, { origin, dataDirectory, temporary }: Place): Portal {
	let printed = '';
	for (const stream of [child.stdout, child.stderr])
		stream?.on('data', (piece: Buffer) => (printed += piece.toString()));
	const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
	return {
		origin,
		dataDirectory,
		process: child,
		log: () => printed,
		async stop(signal = 'SIGTERM') {
			if (child.exitCode === null && child.signalCode === null) child.kill(signal);
			const code = await ended;
			if (temporary) await rm(dataDirectory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
			return code;
		},
	};
}

/** Waits until the portal says that it can serve; fails when it ends instead or needs more than a minute. */
async function ready(portal: Portal, seconds = 60): Promise<void> {
	const deadline = Date.now() + seconds * 1000;
	while (Date.now() < deadline) {
		if (portal.process.exitCode !== null) throw new Error(`the portal ended by itself:\n${portal.log()}`);
		const answer = await fetch(`${portal.origin}/readyz`).catch(() => undefined);
		if (answer?.ok) return;
		await sleep(50);
	}
	throw new Error(`the portal was not ready after ${seconds} s:\n${portal.log()}`);
}

/** Writes the portal's log where a person finds it after a failed test. */
function keepLog(portal: Portal): void {
	mkdirSync('tests/failures', { recursive: true });
	writeFileSync(`tests/failures/portal-${new URL(portal.origin).port}.log`, portal.log());
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}
