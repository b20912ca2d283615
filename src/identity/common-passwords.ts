let list: Promise<Set<string>> | undefined;

/**
 * Whether a password is on the list of those that attackers try first, in any case of letters, or one of them (or a few signs) over and
 * over. The list is loaded when the first password is chosen: half a megabyte that a portal can mostly do without.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
	const common = await (list ??= load());
	const plain = password.toLowerCase();
	const part = repeatedPart(plain);
	return common.has(plain) || part.length <= 4 || (part !== plain && common.has(part));
}

/** The shortest beginning that makes the whole when it is written again and again; the last time may break off. */
function repeatedPart(text: string): string {
	const signs = [...text];
	for (let length = 1; length <= signs.length / 2; length++) {
		if (signs.every((sign, index) => sign === signs[index % length])) return signs.slice(0, length).join('');
	}
	// Too short to be written twice in full, as 123456789012345.
	const halves = signs.findIndex(
		(_, start) => start > signs.length / 2 && text.startsWith(signs.slice(start).join('')),
	);
	return halves > 0 ? signs.slice(0, halves).join('') : text;
}

async function load(): Promise<Set<string>> {
	const { dictionary } = await import('@zxcvbn-ts/language-common');
	return new Set(dictionary['passwords-common']);
}
