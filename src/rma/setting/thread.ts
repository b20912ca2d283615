import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { Paper } from '../paper.ts';
import { setPaper } from './setting.ts';
import { readTypeface } from './typeface.ts';

giveWay();
const face = readTypeface();

const port = parentPort;

port?.on('message', (paper: Paper) => {
	void setPaper(paper, face).then(
		(bytes) => port.postMessage({ bytes }, [bytes.buffer]),
		(error: unknown) => port.postMessage({ error: error instanceof Error ? error.stack : String(error) }, []),
	);
});

/** Whoever waits for a page goes first. Only Linux knows a thread's own priority; elsewhere, and where it is forbidden, all are equal. */
function giveWay(): void {
	try {
		const thread = readlinkSync('/proc/thread-self').split('/').at(-1);
		setPriority(Number(thread), constants.priority.PRIORITY_BELOW_NORMAL);
	} catch {}
}
