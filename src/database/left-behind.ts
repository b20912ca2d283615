import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Obstacle } from '../obstacle.ts';

/**
 * Clears what a killed process left in a data directory: a server of this very directory that still runs is
 * stopped, and a pid file whose number now belongs to somebody else's process is removed, because PostgreSQL
 * would take that process for a server. The caller holds the directory's lock.
 */
export async function stopLeftBehind(directory: string): Promise<void> {
	const file = join(directory, 'postmaster.pid');
	const pid = readPid(file);
	if (pid === undefined || !isAlive(pid)) return;
	if (!isServerOf(pid, directory)) return rmSync(file);
	process.kill(pid, 'SIGINT');
	if (await gone(pid, 10_000)) return;
	// Immediate shutdown: sessions that would not end are cut, and the next start recovers from the log.
	process.kill(pid, 'SIGQUIT');
	if (!(await gone(pid, 10_000))) throw new Obstacle(`The database server ${pid} of ${directory} does not stop.`);
}

function readPid(file: string): number | undefined {
	try {
		const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
		return pid > 0 ? pid : undefined;
	} catch {
		return undefined;
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** A server keeps its data directory as its working directory, wherever that directory has been moved to. */
function isServerOf(pid: number, directory: string): boolean {
	if (process.platform !== 'linux') {
		const { stdout } = spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
		return stdout.includes('postgres') && stdout.includes(directory);
	}
	try {
		const program = basename(readlinkSync(`/proc/${pid}/exe`)).replace(' (deleted)', '');
		return program === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(directory);
	} catch {
		return false;
	}
}

async function gone(pid: number, withinMs: number): Promise<boolean> {
	for (const end = Date.now() + withinMs; Date.now() < end; await sleep(20)) if (!isAlive(pid)) return true;
	return !isAlive(pid);
}
