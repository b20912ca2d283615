import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { Obstacle } from '../obstacle.ts';

export type DirectoryLock = {
	/** What the previous holder noted, in case it was killed; empty the first time. */
	leftNote: string;
	/** Leaves a line for whoever comes after a sudden end. */
	note(text: string): void;
	release(): void;
};

/** Another process has the directory; `note` is what it noted, empty while it begins. */
export class DirectoryInUse extends Obstacle {
	readonly note: string;

	constructor(directory: string, [holder = '', note = '']: string[]) {
		super(
			`${directory} is in use by another running Serialdesk (process ${/^\d+$/.test(holder) ? holder : 'unknown'}). Stop it first or set DATA_DIR.`,
		);
		this.note = note;
	}
}

/**
 * Makes this process the only one that uses `directory`. The lock is the kernel's (flock), not a file's content:
 * it is gone the moment its holder is, however it died. Throws with one sentence when another process holds it.
 */
export function lockDirectory(directory: string): DirectoryLock {
	const file = `${directory}.lock`;
	const fd = openLocked(file);
	if (fd === undefined) throw new DirectoryInUse(directory, readFileSync(file, 'utf8').split('\n'));
	const note = (text: string) => {
		ftruncateSync(fd);
		writeSync(fd, `${process.pid}\n${text}\n`, 0);
	};
	const leftNote = readFileSync(file, 'utf8').split('\n')[1] ?? '';
	note('');
	return { leftNote, note, release: () => closeSync(fd) };
}

/** The open file with its lock, or undefined when somebody else holds it. */
function openLocked(file: string): number | undefined {
	if (process.platform === 'darwin') return openExclusively(file);
	const fd = openSync(file, 'a+');
	// The lock belongs to the open file that both processes share, so it outlives the `flock` program and ends with us.
	// A second of patience: a holder that was killed at this moment is still on its way out.
	const locking = spawnSync('flock', ['--wait', '1', '3'], { stdio: ['ignore', 'ignore', 'pipe', fd] });
	if (locking.status === 0) return fd;
	closeSync(fd);
	if (locking.error) throw new Obstacle(`Cannot lock ${file}: the program flock is missing (package util-linux).`);
	return undefined;
}

/** macOS has no `flock` program, but takes the lock while opening (O_EXLOCK | O_NONBLOCK | O_CREAT | O_RDWR). */
function openExclusively(file: string): number | undefined {
	try {
		return openSync(file, 0x20 | 0x4 | 0x200 | 0x2);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
		throw error;
	}
}
