import { enterDesk, hydrated, visit, type Browser, type Page, type Visit } from './browser.ts';
import { password, type Demonstration } from './demonstration.ts';

/** A technician in Italy at the receiving desk, in English. */
export async function enterDock(browser: Browser, stage: Demonstration, how: Visit = {}): Promise<Page> {
	await speakEnglish(stage);
	const page = await visit(browser, stage.portal.origin, how);
	await enterDesk(page, 'technician@serialdesk.test', password);
	return page;
}

/** The staff of the demonstration reads Italian and French. */
export async function speakEnglish({ query }: Demonstration): Promise<void> {
	await query(`update account set locale = 'en' where login like '%@serialdesk.test'`);
}

/** Where a parcel is ticked and photographed. */
export async function openParcel(page: Page, rma: number): Promise<void> {
	await page.goto(`/desk/rma/${rma}/receive`);
	await hydrated(page);
}

export const stepsOf = ({ query }: Demonstration, rma: number, step: string) =>
	query<{ details: Record<string, unknown> }>('select details from rma_step where rma_number = $1 and step = $2', [
		rma,
		step,
	]);

export const photosOf = async ({ query }: Demonstration, rma: number) =>
	(await query<{ n: number }>('select count(*)::int as n from rma_photo where rma_number = $1', [rma]))[0]!.n;

/** What lies on the device, as the browser itself tells it. */
export function keptOn(page: Page): Promise<string[]> {
	return page.evaluate(async () => {
		const known = await indexedDB.databases();
		if (!known.some(({ name }) => name === 'serialdesk-dock')) return [];
		const ended = <Result>(request: IDBRequest<Result>) =>
			new Promise<Result>((resolve) => request.addEventListener('success', () => resolve(request.result)));
		const db = await ended(indexedDB.open('serialdesk-dock'));
		const stored = db.transaction(['parcels', 'photos']);
		const keys = [
			...(await ended(stored.objectStore('parcels').getAllKeys())),
			...(await ended(stored.objectStore('photos').getAllKeys())),
		];
		db.close();
		return keys.map(String);
	});
}

/** How many bytes each photograph has that lies on the device. */
export function keptPhotos(page: Page): Promise<number[]> {
	return page.evaluate(async () => {
		const ended = <Result>(request: IDBRequest<Result>) =>
			new Promise<Result>((resolve) => request.addEventListener('success', () => resolve(request.result)));
		const db = await ended(indexedDB.open('serialdesk-dock'));
		const photos = (await ended(db.transaction('photos').objectStore('photos').getAll())) as { file: File }[];
		db.close();
		return photos.map(({ file }) => file.size);
	});
}
