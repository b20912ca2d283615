/** What was ticked, typed and photographed of one parcel, on this device alone, until the portal has it. */
export type Kept = {
	/** Of the form: with it the portal knows what it has done already. */
	key: string;
	version: number;
	present: string[];
	reason: string;
	/** What shall be sent as soon as there is a network. */
	pending: 'accept' | 'refuse' | null;
	nevertheless: boolean;
};
/** `isSmall`: it has become as small as it becomes. */
export type KeptPhoto = { id: string; file: File; isSmall?: boolean };

const stores = ['parcels', 'photos'] as const;

/** Opens the place of one account's parcel; null where the browser has none (a private window, or storage that is full). */
export async function openPlace(accountId: number, rma: number): Promise<Place | null> {
	const request = indexedDB.open('serialdesk-dock', 1);
	request.addEventListener('upgradeneeded', () => stores.forEach((store) => request.result.createObjectStore(store)));
	const db = await done(request).catch(() => null);
	return db && new Place(db, `${accountId}/${rma}/`);
}

export class Place {
	readonly #db: IDBDatabase;
	readonly #name: string;

	constructor(db: IDBDatabase, name: string) {
		this.#db = db;
		this.#name = name;
	}

	async read(): Promise<{ kept: Kept; photos: KeptPhoto[] } | null> {
		const kept = (await done(this.#store('parcels').get(this.#name))) as Kept | undefined;
		if (!kept) return null;
		return { kept, photos: (await done(this.#store('photos').getAll(this.#mine()))) as KeptPhoto[] };
	}

	async keep(kept: Kept): Promise<void> {
		flag();
		await done(this.#store('parcels', 'readwrite').put(kept, this.#name));
	}

	async keepPhoto(photo: KeptPhoto): Promise<void> {
		await done(this.#store('photos', 'readwrite').put(photo, this.#name + photo.id));
	}

	async dropPhoto({ id }: KeptPhoto): Promise<void> {
		await done(this.#store('photos', 'readwrite').delete(this.#name + id));
	}

	async wipe(): Promise<void> {
		await done(this.#store('parcels', 'readwrite').delete(this.#name));
		await done(this.#store('photos', 'readwrite').delete(this.#mine()));
	}

	#store(name: (typeof stores)[number], mode: IDBTransactionMode = 'readonly'): IDBObjectStore {
		return this.#db.transaction(name, mode).objectStore(name);
	}

	#mine(): IDBKeyRange {
		return IDBKeyRange.bound(this.#name, `${this.#name}\uffff`);
	}
}

/** Tells the server that something lies here: it has the browser wipe it at logout. */
function flag(): void {
	document.cookie = 'kept=1; path=/; samesite=strict; max-age=604800';
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
	return new Promise((resolve, reject) => {
		request.addEventListener('success', () => resolve(request.result));
		request.addEventListener('error', () => reject(request.error ?? new Error('storage failed')));
	});
}
