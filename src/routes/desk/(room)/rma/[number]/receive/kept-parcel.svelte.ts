import { applyAction, deserialize } from '$app/forms';
import { goto, invalidateAll } from '$app/navigation';
import { ChosenPhotos } from './chosen-photos.svelte.ts';
import { openPlace, type Kept, type Place } from './kept-store.ts';

export type Decision = 'accept' | 'refuse';
type Sending = 'no' | 'sending' | 'waiting';
type Written = {
	key: string;
	version: number;
	present: string[];
	reason: string;
	asked: Decision | null;
	/** Photographs that the portal has already, from before the script came. */
	attached: string[];
};

const firstPauseMs = 2000;
const longestPauseMs = 60_000;

/**
 * What is ticked, typed and photographed of a parcel. It is kept on the device while it is written, and until the portal has answered:
 * what no network carries is sent again by itself, with the same key, so that nothing is done twice.
 */
export class KeptParcel {
	present = $state<string[]>([]);
	reason = $state('');
	asked = $state<Decision | null>(null);
	sending = $state<Sending>('no');
	/** It was here already when the page came. */
	restored = $state(false);
	version: number;
	readonly photos: ChosenPhotos;
	#key: string;
	readonly #attached: string[];
	#pending: Kept['pending'] = null;
	#nevertheless = false;
	#place: Place | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#pauseMs = firstPauseMs;

	constructor({ key, version, present, reason, asked, attached }: Written) {
		this.#key = key;
		this.version = version;
		this.present = present;
		this.reason = reason;
		this.asked = asked;
		this.#attached = attached;
		this.photos = new ChosenPhotos({
			keep: (photo) => {
				this.#place?.keepPhoto(photo).catch(() => {});
				this.keep();
			},
			drop: (photo) => void this.#place?.dropPhoto(photo).catch(() => {}),
		});
	}

	/** Takes up what was kept before, and sends what waits, until the end that it answers. `isOpen`: the parcel can still be received. */
	begin(accountId: number, rma: number, isOpen: boolean): () => void {
		const wake = () => this.#wake();
		addEventListener('online', wake);
		void this.#takeUp(accountId, rma, isOpen);
		return () => {
			removeEventListener('online', wake);
			clearTimeout(this.#timer);
		};
	}

	async #takeUp(accountId: number, rma: number, isOpen: boolean): Promise<void> {
		this.#place = await openPlace(accountId, rma);
		const before = await this.#place?.read().catch(() => null);
		if (!before) return;
		const { kept, photos } = before;
		// A colleague has decided meanwhile: the photographs may still be added.
		if (!isOpen && !kept.pending && photos.length === 0) return this.forget();
		Object.assign(this, { present: kept.present, reason: kept.reason, restored: true });
		this.photos.restore(photos);
		if (!kept.pending) return;
		this.#key = kept.key;
		this.version = kept.version;
		this.#nevertheless = kept.nevertheless;
		this.asked = kept.pending === 'refuse' ? 'refuse' : null;
		await this.send(kept.pending, kept.nevertheless);
	}

	/** Keeps what is ticked and typed now. */
	keep(): void {
		const { version, present, reason } = this;
		const written = { version, present: [...present], reason, key: this.#key };
		const kept = { ...written, pending: this.#pending, nevertheless: this.#nevertheless };
		this.#place?.keep(kept).catch(() => {});
	}

	/** Sends the decision; without a network it waits for one. */
	async send(decision: Decision, nevertheless: boolean): Promise<void> {
		clearTimeout(this.#timer);
		this.#pending = decision;
		this.#nevertheless = nevertheless;
		this.keep();
		this.sending = 'sending';
		const answer = await this.#post(decision).catch(() => null);
		if (!answer) return this.#wait();
		this.#pauseMs = firstPauseMs;
		if (answer.type === 'redirect') return this.#follow(answer.location);
		// The portal has said no: it is shown, and not sent again.
		this.#pending = null;
		this.sending = 'no';
		if (answer.type === 'failure') this.keep();
		else await this.#place?.wipe();
		await applyAction(answer);
		if (answer.type === 'failure' && answer.status === 409) await invalidateAll();
	}

	/** The portal has it. */
	async forget(): Promise<void> {
		this.#pending = null;
		this.photos.all = [];
		await this.#place?.wipe().catch(() => {});
	}

	/** After a refusal the page was loaded anew: what is sent next answers that one. */
	renew({ key, version }: Pick<Written, 'key' | 'version'>): void {
		if (this.#pending) return;
		this.#key = key;
		this.version = version;
	}

	/** Tries again at once: the network is back. */
	#wake(): void {
		if (this.sending === 'waiting' && this.#pending) void this.send(this.#pending, this.#nevertheless);
	}

	async #post(decision: Decision) {
		const body = new FormData();
		body.set('key', this.#key);
		body.set('version', String(this.version));
		for (const code of this.present) body.append('present', code);
		for (const id of this.#attached) body.append('attached', id);
		body.set('reason', this.reason);
		if (this.#nevertheless) body.set('nevertheless', 'on');
		for (const { file } of await this.photos.ready()) body.append('file.other', file, file.name);
		const headers = { accept: 'application/json', 'x-sveltekit-action': 'true' };
		const response = await fetch(`?/${decision}`, { method: 'POST', body, headers });
		// A portal that is just being started, or one that is too busy, is asked again.
		if (response.status >= 500 || response.status === 429) return null;
		const result = deserialize(await response.text());
		return result.type === 'failure' ? { ...result, status: response.status } : result;
	}

	#wait(): void {
		this.sending = 'waiting';
		const pauseMs = this.#pauseMs;
		this.#pauseMs = Math.min(pauseMs * 2, longestPauseMs);
		this.#timer = setTimeout(() => this.#wake(), pauseMs);
	}

	async #follow(location: string): Promise<void> {
		// The session has ended meanwhile: what is kept is sent when he is back on this page.
		if (!location.startsWith('/desk/rma'))
			return void goto(`${location.split('?')[0]}?to=${encodeURIComponent(globalThis.location.pathname)}`);
		await this.forget();
		await goto(location, { invalidateAll: true });
	}
}
