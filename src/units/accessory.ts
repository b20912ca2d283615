import type { Locale } from '../identity/account.ts';

/** Everything of which there is a drawing (AccessoryPicture.svelte), the box for what looks like none of them last. */
export const drawings = [
	'usb-cable',
	'obd-cable',
	'power-supply',
	'supply-cable',
	'flat-cable',
	'boot-cable',
	'adapters',
	'dongle',
	'case',
	'box',
] as const;
export type Drawing = (typeof drawings)[number];

/** Names by language; English stands for those in which there is none. */
export type AccessoryNames = { en: string } & Partial<Record<Locale, string>>;

/**
 * What belongs to a product and comes back with it under an RMA. `slug` is its own within the product and never changes; `picture` is the
 * name of a drawing, or the hash of a picture of the maker's own.
 */
export type Accessory = { slug: string; names: AccessoryNames; picture: string };

/** How many belong to a product at most; characters of a name; bytes of a picture as it is sent. */
export const accessoryLimits = { count: 100, name: 80, pictureBytes: 2 * 1024 * 1024 } as const;

export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp'] as const;

export function isDrawing(picture: string): picture is Drawing {
	return drawings.some((one) => one === picture);
}

/** Where a picture of the maker's own is; the same for ever. */
export function pictureAddress(hash: string): string {
	return `/accessories/${hash}.webp`;
}
