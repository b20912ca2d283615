import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { log } from '../log.ts';
import { Obstacle } from '../obstacle.ts';
import { lockDirectory, type DirectoryLock } from './directory-lock.ts';
import { chooseAccount, findBinaries, type Account } from './embedded-binaries.ts';
import { stopLeftBehind } from './left-behind.ts';

export type Embedded = {
	/** What a client connects to: a socket in a folder that only this account may enter. */
	url: string;
	/** Resolves when the server has ended. SIGINT cuts sessions cleanly; SIGQUIT is for tests that throw the data away. */
	stop(signal?: 'SIGINT' | 'SIGQUIT'): Promise<void>;
};

type Options = {
	/** Where the data live; created with a new cluster when it does not exist. */
	directory: string;
	/** Further settings of the server, e.g. `{ fsync: 'off' }`. */
	settings?: Record<string, string>;
	/** False leaves the writing of a new cluster to the operating system: for data that nobody will miss. */
	sync?: boolean;
	/** False: run as another account than root even where a user namespace would do. */
	mayUnshare?: boolean;
};

type Place = { directory: string; sockets: string; programs: string; account: Account };

const defaults = {
	listen_addresses: '',
	unix_socket_permissions: '0700',
	timezone: 'UTC',
	log_timezone: 'UTC',
	log_checkpoints: 'off',
	// Pages of a portal's database are in memory or on flash, and its queries are too short to be worth compiling.
	random_page_cost: '1.1',
	jit: 'off',
};

/**
 * Starts the PostgreSQL server that came with npm, in `directory` and for this process alone, and starts it again
 * should it end by itself. Whatever a killed predecessor left behind is cleared first. Throws with one sentence when
 * another Serialdesk uses the directory, or when this platform has no embedded server.
 */
export async function startEmbedded({ directory, settings = {}, sync = true, mayUnshare }: Options): Promise<Embedded> {
	const programs = findBinaries();
	const account = chooseAccount(mayUnshare);
	directory = resolve(directory);
	mkdirSync(dirname(directory), { recursive: true });
	const lock = lockDirectory(directory);
	try {
		await stopLeftBehind(directory);
		const place = { directory, sockets: makeSocketFolder(lock, account), programs, account };
		if (!existsSync(join(directory, 'PG_VERSION'))) await createCluster(place, sync);
		else giveTo(account, directory);
		const server = keepRunning(place, { ...defaults, ...settings });
		await server.ready;
		return { url: urlOf(place), stop: (signal) => server.stop(signal).finally(() => leave(place, lock)) };
	} catch (error) {
		lock.release();
		throw error;
	}
}

/** A socket's path may have 107 bytes, less than a deep installation's own path: hence the system's temporary folder. */
function makeSocketFolder(lock: DirectoryLock, account: Account): string {
	if (basename(lock.leftNote).startsWith('serialdesk-')) rmSync(lock.leftNote, { recursive: true, force: true });
	const sockets = mkdtempSync(join(tmpdir().length < 70 ? tmpdir() : '/tmp', 'serialdesk-'));
	lock.note(sockets);
	giveTo(account, sockets);
	return sockets;
}

function leave({ sockets }: Place, lock: DirectoryLock): void {
	rmSync(sockets, { recursive: true, force: true });
	lock.release();
}

/** How a client of this machine reaches the server whose sockets are in this folder. */
export function urlOf({ sockets }: Pick<Place, 'sockets'>): string {
	return `postgres://postgres@localhost:5432/postgres?host=${encodeURIComponent(sockets)}`;
}

/** Root may have run the server in a namespace last time and as another account today, or the other way round. */
function giveTo(account: Account, path: string): void {
	if (process.getuid?.() !== 0) return;
	const { uid = 0, gid = 0 } = account;
	if (statSync(path).uid !== uid) spawnSync('chown', ['-R', `${uid}:${gid}`, path]);
}

/** A cluster appears under its final name only when it is complete, so a kill on the way leaves nothing half made. */
async function createCluster({ directory, programs, account }: Place, sync: boolean): Promise<void> {
	removeUnfinished(directory);
	// A name of its own: the creation of a killed predecessor may still be clearing up after itself.
	const creating = mkdtempSync(`${directory}.creating-`);
	giveTo(account, creating);
	const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
	const args = [
		'-D',
		creating,
		'-U',
		'postgres',
		'-A',
		'trust',
		...locale,
		'--no-instructions',
		...(sync ? [] : ['--no-sync']),
	];
	const child = launch({ directory: creating, programs, account }, 'initdb', args);
	const abandon = () => child.kill('SIGKILL');
	process.once('exit', abandon);
	const status = await ended(child);
	process.off('exit', abandon);
	if (status !== 0) throw new Obstacle(`The database could not be created in ${directory}: ${child.lastWords()}`);
	// Takes the place of an empty folder; anything else there is somebody's and stays.
	renameSync(creating, directory);
	if (sync) syncFolder(dirname(directory));
}

function removeUnfinished(directory: string): void {
	const unfinished = readdirSync(dirname(directory)).filter((name) =>
		name.startsWith(`${basename(directory)}.creating-`),
	);
	for (const name of unfinished) {
		try {
			rmSync(join(dirname(directory), name), { recursive: true, force: true });
		} catch {
			// Somebody still writes there; the next new cluster clears it.
		}
	}
}

function syncFolder(folder: string): void {
	const fd = openSync(folder, 'r');
	fsyncSync(fd);
	closeSync(fd);
}

/** The server, started anew whenever it ends without having been told to. */
function keepRunning(place: Place, settings: Record<string, string>) {
	const args = ['-D', place.directory, '-k', place.sockets, '-p', '5432'];
	for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
	let stopping = false;
	let server = launch(place, 'postgres', args);
	// process.exit() waits for nothing, so the last thing this process does is to ask the server to end by itself.
	const goodbye = () => server.kill('SIGINT');
	process.once('exit', goodbye);

	const watch = async () => {
		for (;;) {
			await ended(server);
			if (stopping) return;
			log().error({ lastWords: server.lastWords() }, 'the database server ended by itself and is started again');
			await sleep(250);
			if (!stopping) server = launch(place, 'postgres', args);
		}
	};
	const ready = answers(place, server).then(() => void watch());
	const stop = async (signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT') => {
		stopping = true;
		process.off('exit', goodbye);
		server.kill(signal);
		await ended(server);
	};
	return { ready, stop };
}

type Launched = ChildProcess & { lastWords(): string };

function launch(
	{ directory, programs, account }: Pick<Place, 'directory' | 'programs' | 'account'>,
	program: string,
	args: string[],
): Launched {
	const [command = '', ...words] = [...account.prefix, join(programs, program), ...args];
	const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC', HOME: directory };
	const { uid, gid } = account;
	// Detached: Ctrl-C goes to the whole group of the terminal and must not reach the server before us.
	const child = spawn(command, words, {
		cwd: directory,
		env,
		uid,
		gid,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	const listen = (text: string) => {
		output = (output + text).slice(-2000);
		log().debug({ program, text: text.trimEnd() }, 'database server');
	};
	child.stdout.setEncoding('utf8').on('data', listen);
	child.stderr.setEncoding('utf8').on('data', listen);
	child.on('error', (error) => listen(error.message));
	return Object.assign(child, { lastWords: () => output.trim() });
}

function ended(child: ChildProcess): Promise<number | null> {
	if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
		return Promise.resolve(child.exitCode);
	return new Promise((resolve) => child.once('close', resolve));
}

/** Resolves at the first answer of the server; throws with its last words if it ends before. */
async function answers(place: Place, server: Launched): Promise<void> {
	while (server.pid !== undefined && server.exitCode === null && server.signalCode === null) {
		const client = new pg.Client({ connectionString: urlOf(place), connectionTimeoutMillis: 2000 });
		client.on('error', () => {});
		try {
			await client.connect();
			return await client.end();
		} catch {
			await sleep(10);
		}
	}
	throw new Obstacle(`The database in ${place.directory} did not start: ${server.lastWords()}`);
}
