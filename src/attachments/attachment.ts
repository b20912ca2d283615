export const slots = [
	'error-screenshot',
	'wiring-photo',
	'tool-log',
	'original-file',
	'modified-file',
	'other',
] as const;
export type Slot = (typeof slots)[number];

/** product.md T4. Stated on every form that takes files. */
export const maxFileBytes = 100 * 1024 * 1024;
export const maxFilesPerMessage = 20;
const maxNameLength = 255;

/** A file as people see it. `size` in bytes. */
export type Attachment = {
	id: string;
	slot: Slot;
	name: string;
	mediaType: string;
	size: number;
	/** Pixels of the preview that we made ourselves, when there is one. */
	preview: { width: number; height: number } | null;
};

export function isSlot(value: string): value is Slot {
	return slots.some((slot) => slot === value);
}

// Control characters, and those that change the direction of text: a name could show another ending than it has.
// eslint-disable-next-line no-control-regex
const deceiving = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** Whether a file's name can be kept as it is: no path, nothing invisible, at most 255 characters. */
export function isAcceptableName(name: string): boolean {
	return (
		name.trim() !== '' &&
		name.length <= maxNameLength &&
		name.isWellFormed() &&
		!deceiving.test(name) &&
		!/[/\\]/.test(name) &&
		name !== '.' &&
		name !== '..'
	);
}

const mediaTypes: Record<string, string> = {
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	png: 'image/png',
	webp: 'image/webp',
	gif: 'image/gif',
	txt: 'text/plain',
	log: 'text/plain',
	csv: 'text/csv',
	pdf: 'application/pdf',
	zip: 'application/zip',
};

/** The media type by the name's ending, from our own list; what the browser claims is not asked. */
export function mediaTypeOf(name: string): string {
	const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
	return mediaTypes[ending] ?? 'application/octet-stream';
}

/** Whether we try to make a preview of it. */
export function isPicture(mediaType: string): boolean {
	return mediaType.startsWith('image/');
}
