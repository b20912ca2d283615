import { textLimits } from '../../../../announcements/announcement.ts';
import type { Texts } from '../../../../announcements/publishing.ts';
import { locales, type Locale } from '../../../../identity/account.ts';
import { text } from '../../../form.server.ts';

type TextField = `${'title' | 'body'}-${Locale}`;

const title = text(textLimits.title, { required: true });
const body = text(textLimits.body, { lines: true });

/** The fields of an announcement's words in every language: `title-en`, `body-en`, … A title is required. */
export const textFields = Object.fromEntries(
	locales.flatMap((locale) => [
		[`title-${locale}`, title],
		[`body-${locale}`, body],
	]),
) as Record<`title-${Locale}`, typeof title> & Record<`body-${Locale}`, typeof body>;

/** The words as they came through `textFields`. */
export function textsOf(data: Record<TextField, string>): Texts {
	const pairs = locales.map((locale) => [locale, { title: data[`title-${locale}`], body: data[`body-${locale}`] }]);
	return Object.fromEntries(pairs) as Texts;
}

/** Words as the fields show them. */
export function typedTexts(texts: Texts): Record<string, string> {
	return Object.fromEntries(
		locales.flatMap((locale) => [
			[`title-${locale}`, texts[locale].title],
			[`body-${locale}`, texts[locale].body],
		]),
	);
}
