import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { Refusal } from '../refusal.ts';
import type { Paper } from './paper.ts';

const mostWaiting = 100;
const retryAfter = 5;
// Two hundred milliseconds are usual, a second for the first; a machine may be busy.
const longestMs = 30_000;
const idleMs = 60_000;
const megabytes = 256;

type Job = { paper: Paper; done: PromiseWithResolvers<Uint8Array<ArrayBuffer>> };
type Answer = { bytes: Uint8Array<ArrayBuffer> } | { error: string };

const waiting: Job[] = [];
let current: Job | undefined;
let thread: Worker | undefined;
let timer: NodeJS.Timeout | undefined;

/**
 * Sets a paper as PDF in a thread beside the one that answers everybody. The thread begins with the first paper, keeps its font, and ends
 * after a minute without work; papers are set one after the other.
 * @throws Refusal `too-busy` when too many wait already
 */
export async function typeset(paper: Paper): Promise<Uint8Array<ArrayBuffer>> {
	if (waiting.length >= mostWaiting) throw new Refusal('too-busy', { retryAfter });
	const done = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
	waiting.push({ paper, done });
	if (!current) next();
	return done.promise;
}

function next(): void {
	clearTimeout(timer);
	current = waiting.shift();
	if (current) {
		thread ??= begin();
		// Whoever waits for a paper keeps the process; a thread that only might be needed does not.
		thread.ref();
		thread.postMessage(current.paper, []);
		timer = setTimeout(() => giveUp(new Error('a paper took too long to set')), longestMs);
	} else {
		thread?.unref();
		timer = setTimeout(end, idleMs).unref();
	}
}

function begin(): Worker {
	// The pages are a bundle, but Node runs this thread from source: its name is in package.json.
	const file = createRequire(import.meta.url).resolve('#typesetting-thread');
	const begun = new Worker(file, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: megabytes } });
	begun.on('message', (answer: Answer) => {
		if (begun !== thread) return;
		if ('bytes' in answer) current?.done.resolve(answer.bytes);
		else current?.done.reject(new Error(answer.error));
		next();
	});
	begun.on('error', (error) => begun === thread && giveUp(error));
	begun.on('exit', (code) => begun === thread && giveUp(new Error(`the typesetting thread ended with ${code}`)));
	return begun;
}

/** The paper in hand is lost, and the thread with it; the next one gets another. */
function giveUp(error: unknown): void {
	current?.done.reject(error);
	end();
	next();
}

function end(): void {
	const ending = thread;
	thread = undefined;
	void ending?.terminate();
}
