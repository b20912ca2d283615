const englishNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
const letters = [...'abcdefghijklmnopqrstuvwxyz'];

/** Whether these two letters are the code of a language today (ISO 639-1). */
export function isLanguage(code: string): boolean {
	return /^[a-z]{2}$/.test(code) && englishNames.of(code) !== undefined && Intl.getCanonicalLocales(code)[0] === code;
}

const codes = letters.flatMap((first) => letters.map((second) => first + second)).filter(isLanguage);

/** Every language with its name, in the order of a reader's language, to choose from. */
export function listLanguages(locale: string): { code: string; name: string }[] {
	const names = new Intl.DisplayNames(locale, { type: 'language' });
	const { compare } = new Intl.Collator(locale);
	return codes.map((code) => ({ code, name: names.of(code) ?? code })).sort((a, b) => compare(a.name, b.name));
}
