import { m } from '../paraglide/messages.js';

/**
 * How far the words of a form are kept. `isElsewhere`: another window has written there since, and only its reader can decide. `cutOff`: why the
 * form itself would not arrive either; `isHeld` once somebody tried to send it.
 */
export type Keeping =
	| { state: 'idle' | 'saving' }
	| { state: 'saved'; at: string }
	| { state: 'failed'; why: string; mayRetry: boolean; isElsewhere: boolean; cutOff?: CutOff; isHeld?: boolean };

type CutOff = 'no-connection' | 'logged-out';

export type Kept = {
	/** Where it is kept. */
	to: string;
	/** What every save carries besides what is written; `key` tells this showing of the form from any other. */
	carried: Record<string, string> & { key: string };
	/** What is written in the form now. */
	written: () => URLSearchParams;
	/** What the portal has of it, in the same fields; an empty one counts as none. */
	before: URLSearchParams;
	/** The stamp of that. */
	seen: string;
};

const quietMs = 1000;
const againMs = 10_000;
// What a page that goes may still send is 64 KiB at the most, in all.
const longestFarewell = 60_000;

/** Keeps what is written in one form on the server: a second after each change, one save at a time, and the last words when its page goes. */
export class FormKeeper {
	keeping = $state.raw<Keeping>({ state: 'idle' });
	private readonly kept: Kept;
	private said: string;
	private underWay: string | undefined;
	private turn = 0;
	private seen: string | undefined;
	private isCutOff = false;
	private timer: ReturnType<typeof setTimeout> | undefined;
	private readonly listening = new AbortController();
	private readonly ended = new AbortController();

	constructor(kept: Kept) {
		this.kept = kept;
		this.said = asText(kept.before);
		this.seen = kept.seen;
	}

	/** Begins, with what was written before the script arrived; answers the end. */
	watch(form: HTMLFormElement): () => void {
		const { signal } = this.listening;
		const soon = () => this.later(quietMs);
		form.addEventListener('input', soon, { signal });
		form.addEventListener('change', soon, { signal });
		addEventListener('online', () => this.keep(), { signal });
		document.addEventListener('visibilitychange', () => document.hidden && this.keep(), { signal });
		addEventListener('pagehide', () => this.sayFarewell(), { signal });
		addEventListener('beforeunload', (event) => this.isLosing() && event.preventDefault(), { signal });
		// At the window, after everybody who may hold it back: once it is really sent there is nothing to keep.
		const sent = (event: SubmitEvent) => {
			if (event.target !== form || event.defaultPrevented) return;
			const leaves = event.submitter instanceof HTMLButtonElement && event.submitter.formNoValidate;
			if (this.isCutOff && !leaves) void this.hold(event, form);
			else this.end();
		};
		addEventListener('submit', sent, { signal });
		soon();
		return () => {
			this.listening.abort();
			this.sayFarewell();
		};
	}

	/** Keeps what stands here, whatever another window has written. */
	takeOver(): void {
		this.seen = undefined;
		void this.send();
	}

	private later(ms: number): void {
		clearTimeout(this.timer);
		this.timer = setTimeout(() => this.keep(), ms);
	}

	private keep(): void {
		const isStopped = this.keeping.state === 'failed' && this.keeping.isElsewhere;
		// What is under way looks again when it has its answer.
		if (this.underWay === undefined && !isStopped && this.isAhead()) void this.send();
	}

	/** Does not wait for what is under way; what cannot be sent is tried again for as long as there is a script. */
	private sayFarewell(): void {
		if (this.ended.signal.aborted || !this.isAhead()) return;
		if (asText(this.kept.written()) !== this.underWay) void this.send();
	}

	/** Sent now, its words would be lost on the way: they stay in the form until they can be kept again. */
	private async hold(event: SubmitEvent, form: HTMLFormElement): Promise<void> {
		event.preventDefault();
		await this.send();
		if (!this.isCutOff) form.requestSubmit(event.submitter);
		else if (this.keeping.state === 'failed') this.keeping = { ...this.keeping, isHeld: true };
	}

	private end(): void {
		clearTimeout(this.timer);
		this.listening.abort();
		this.ended.abort();
	}

	private async send(): Promise<void> {
		const { to, carried, written } = this.kept;
		const words = written();
		const said = (this.underWay = asText(words));
		this.turn += 1;
		const body = new URLSearchParams([...words, ...Object.entries(carried), ['turn', String(this.turn)]]);
		if (this.seen !== undefined) body.set('seen', this.seen);
		this.keeping = { state: 'saving' };
		const answer = await post(to, body, this.ended.signal);
		// Later words are under way, or the form itself is.
		if (this.underWay !== said || this.ended.signal.aborted) return;
		this.underWay = undefined;
		this.settle(answer, said);
	}

	private settle(answer: Keeping, said: string): void {
		this.keeping = answer;
		this.isCutOff = answer.state === 'failed' && answer.cutOff !== undefined;
		if (answer.state === 'saved') {
			this.said = said;
			// From now on what stands there is its own.
			this.seen ??= '';
		}
		if (this.isAhead(said)) this.later(quietMs);
		else if (answer.state === 'failed' && answer.mayRetry) this.later(againMs);
	}

	/** Whether what is written is not what was `said`. */
	private isAhead(said = this.said): boolean {
		return asText(this.kept.written()) !== said;
	}

	private isLosing(): boolean {
		const isLong = this.kept.written().toString().length > longestFarewell;
		return this.isAhead() && (isLong || this.keeping.state === 'failed');
	}
}

/** What somebody has written in a form: what is empty or out of sight belongs to its showing, but for the fields named in `hidden`. */
export function writtenIn(form: HTMLFormElement, hidden: string[] = []): URLSearchParams {
	const isWritten = (name: string) => {
		const field = form.elements.namedItem(name);
		return hidden.includes(name) || !(field instanceof HTMLInputElement && field.type === 'hidden');
	};
	const written = new URLSearchParams();
	for (const [name, value] of new FormData(form))
		if (typeof value === 'string' && value !== '' && isWritten(name)) written.append(name, value);
	return written;
}

// The same words are the same in whatever order their fields stand.
function asText(words: URLSearchParams): string {
	const filled = new URLSearchParams([...words].filter(([, value]) => value !== ''));
	filled.sort();
	return filled.toString();
}

async function post(to: string, body: URLSearchParams, signal: AbortSignal): Promise<Keeping> {
	const headers = { accept: 'application/json' };
	// The browser goes on with it when the page has gone.
	const keepalive = body.toString().length <= longestFarewell;
	const answer = await fetch(to, { method: 'POST', body, headers, signal, keepalive }).catch(() => undefined);
	if (!answer) return failed(m.keeping_no_connection(), { cutOff: 'no-connection' });
	if (answer.redirected) return failed(m.keeping_logged_out(), { cutOff: 'logged-out' });
	const { at, errors = {}, message, code } = await answer.json().catch(() => ({}));
	if (answer.ok && at) return { state: 'saved', at };
	const [wrong] = Object.values<string>(errors);
	const said = wrong ?? message;
	const mayRetry = answer.status >= 500 || !said;
	return failed(said ?? m.keeping_refused(), { mayRetry, isElsewhere: code === 'written-elsewhere' });
}

type Failure = { mayRetry?: boolean; isElsewhere?: boolean; cutOff?: CutOff };

function failed(why: string, { mayRetry = true, isElsewhere = false, cutOff }: Failure): Keeping {
	return { state: 'failed', why, mayRetry, isElsewhere, cutOff };
}
