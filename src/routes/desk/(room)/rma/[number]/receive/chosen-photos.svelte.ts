import type { KeptPhoto } from './kept-store.ts';
import { smallerPhoto } from './smaller-photo.ts';

/** What is told of each photograph that comes, becomes smaller or goes. */
type Keeping = { keep(photo: KeptPhoto): void; drop(photo: KeptPhoto): void };

/** Photographs that are chosen and not sent yet, each made smaller in its turn: a phone's memory does not hold many at once. */
export class ChosenPhotos {
	all = $state.raw<KeptPhoto[]>([]);
	readonly #keeping: Keeping | undefined;
	#shrinking = Promise.resolve();

	constructor(keeping?: Keeping) {
		this.#keeping = keeping;
	}

	add(files: Iterable<File>): void {
		const photos = [...files].map((file) => ({ id: crypto.randomUUID(), file }));
		// Kept as it came at first: nothing is lost when the page goes before it is smaller.
		for (const photo of photos) this.#keeping?.keep(photo);
		this.restore(photos);
	}

	/** Takes up photographs that are kept already; what had not become small yet does so now. */
	restore(photos: KeptPhoto[]): void {
		this.all = [...this.all, ...photos];
		for (const photo of photos) if (!photo.isSmall) this.#shrinking = this.#shrinking.then(() => this.#shrink(photo));
	}

	remove(photo: KeptPhoto): void {
		this.all = this.all.filter(({ id }) => id !== photo.id);
		this.#keeping?.drop(photo);
	}

	/** All of them, once each is as small as it becomes. */
	async ready(): Promise<KeptPhoto[]> {
		await this.#shrinking;
		return this.all;
	}

	async #shrink({ id, file }: KeptPhoto): Promise<void> {
		const photo = { id, file: await smallerPhoto(file), isSmall: true };
		if (!this.all.some((one) => one.id === id)) return;
		this.all = this.all.map((one) => (one.id === id ? photo : one));
		this.#keeping?.keep(photo);
	}
}
