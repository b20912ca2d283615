/** What is being written in a form, as its draft: the words, the files' ids, the format of the message. Never files, never `key`. */
export function draftOf(form: HTMLFormElement, place: string): URLSearchParams {
	const draft = new URLSearchParams({ place });
	const sent = new FormData(form);
	for (const [name, value] of sent)
		if (typeof value === 'string' && isWritten(form, name, value)) draft.append(name, value);
	// A format alone is no draft.
	if (!sent.get('message')) draft.delete('format');
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

// Fields out of sight (key, version) belong to this showing of the form, not to what somebody writes in it.
function isWritten(form: HTMLFormElement, name: string, value: string): boolean {
	if (name === 'attached' || name === 'format') return true;
	const field = form.elements.namedItem(name);
	return value !== '' && !(field instanceof HTMLInputElement && field.type === 'hidden');
}
