import { slotFor } from './slot-words.ts';

export type Intake = {
	slots: readonly string[];
	take: (slot: string, files: File[]) => void;
	/** Which place files are held over, while they are. */
	hover: (slot: string | undefined) => void;
};

/**
 * Takes files that are dropped or pasted on the page, for the form around `root`. On a page with several forms each takes
 * its own, and the first what lies outside of all: a file that the browser opens would replace the page, with all that was typed.
 * Returns the end of it.
 */
export function takeDropsAndPastes(root: HTMLElement, intake: Intake): () => void {
	const listening = new AbortController();
	const listen = <Kind extends keyof DocumentEventMap>(kind: Kind, on: (event: DocumentEventMap[Kind]) => void) =>
		document.addEventListener(kind, on, { signal: listening.signal });
	listen('dragover', (event) => {
		if (!event.dataTransfer?.types.includes('Files')) return;
		event.preventDefault();
		const ours = isFor(root, event);
		if (ours) event.dataTransfer.dropEffect = 'copy';
		intake.hover(ours ? (slotUnder(event) ?? '') : undefined);
	});
	listen('dragleave', (event) => {
		if (!event.relatedTarget) intake.hover(undefined);
	});
	listen('drop', (event) => {
		intake.hover(undefined);
		if (!event.dataTransfer?.types.includes('Files')) return;
		event.preventDefault();
		if (!isFor(root, event)) return;
		for (const file of event.dataTransfer.files)
			intake.take(slotUnder(event) ?? slotFor(file.name, intake.slots), [file]);
	});
	listen('paste', (event) => {
		const clipboard = event.clipboardData;
		// Office programs add a picture of the text that is pasted; the text was meant.
		if (!clipboard?.files.length || clipboard.types.includes('text/plain') || !isFor(root, event)) return;
		event.preventDefault();
		for (const file of clipboard.files) {
			const named = withOwnName(file);
			intake.take(slotFor(named.name, intake.slots), [named]);
		}
	});
	return () => listening.abort();
}

function isFor(root: HTMLElement, event: Event): boolean {
	const form = event.target instanceof Element ? event.target.closest('form') : null;
	// What is dropped on a form without places (an internal note) must not end in another one.
	if (form) return form.contains(root);
	return document.querySelector('[data-file-slots]') === root;
}

function slotUnder(event: Event): string | undefined {
	const place = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-slot]') : null;
	return place?.dataset['slot'];
}

/** Browsers call every pasted picture "image.png"; its moment tells them apart. */
function withOwnName(file: File): File {
	if (!/^image\.\w+$/.test(file.name)) return file;
	const now = new Date();
	const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString();
	const moment = local.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
	return new File([file], `screenshot-${moment}.${file.name.slice(6)}`, { type: file.type });
}
