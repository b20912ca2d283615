import { writtenIn } from '../ui/form-keeper.svelte.ts';
import { asPlainText } from './body.ts';

/** What the portal has of a form: its words, and the files that have arrived. */
export type RestoredDraft = { values: Record<string, string>; staged: readonly { id: string }[] };

/** What is being written in a form, as its draft: the words, the files' ids, the format of the message. Never files. */
export function draftOf(form: HTMLFormElement, restored: RestoredDraft): URLSearchParams {
	const draft = writtenIn(form, ['attached', 'format']);
	const name = form.elements.namedItem('note') ? 'note' : 'message';
	const { [name]: words = '', format } = restored.values;
	// Until the editor has arrived, its words stand here without their form.
	if (format === 'html' && !draft.has('format') && draft.get(name) === asPlainText(words)) {
		draft.set(name, words);
		draft.set('format', format);
	}
	// A format alone is no draft.
	if (!draft.has(name)) draft.delete('format');
	return draft;
}

/** The fields of a form that hold something, `file` among them when it carries at least one. */
export function filledIn(form: HTMLFormElement): Record<string, string> {
	const filled: Record<string, string> = {};
	for (const [name, value] of new FormData(form)) {
		const isFile = name === 'attached' || (value instanceof File && value.size > 0);
		if (isFile) filled['file'] = 'there';
		else if (typeof value === 'string') filled[name] = value;
	}
	return filled;
}
