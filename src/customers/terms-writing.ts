import sanitizeHtml from 'sanitize-html';
import type { Writing } from '../database/connection.ts';
import type { Locale } from '../identity/account.ts';
import { Refusal } from '../refusal.ts';

/** The most characters that a text of the terms may have, tags included. */
const mostTermsCharacters = 100_000;

// What the editor writes, and nothing else; code and quotations have no place in terms.
const allowed: sanitizeHtml.IOptions = {
	allowedTags: ['p', 'br', 'strong', 'em', 'u', 'ul', 'ol', 'li', 'a', 'h3', 'h4'],
	allowedAttributes: { a: ['href', 'rel'] },
	allowedSchemes: ['http', 'https', 'mailto', 'tel'],
	allowProtocolRelative: false,
	nestingLimit: 30,
	transformTags: {
		b: 'strong',
		i: 'em',
		h1: 'h3',
		h2: 'h3',
		a: sanitizeHtml.simpleTransform('a', { rel: 'noopener' }),
	},
};

/**
 * Begins a new version of the terms as a draft, with the texts of the newest; answers its number. When there is a draft already,
 * that one goes on: there is one at a time.
 */
export async function beginDraft(trx: Writing): Promise<number> {
	// Whoever begins at the same moment waits, and finds this one.
	const versions = await trx
		.selectFrom('terms')
		.select(['version', 'published_at as publishedAt'])
		.orderBy('version', 'desc')
		.forUpdate()
		.execute();
	const [newest] = versions;
	if (newest && !newest.publishedAt) return newest.version;
	const version = (newest?.version ?? 0) + 1;
	const begun = await trx
		.insertInto('terms')
		.values({ version })
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirst();
	if (begun.numInsertedOrUpdatedRows === 0n) return version;
	await trx
		.insertInto('terms_text')
		.columns(['version', 'locale', 'body_html'])
		.expression((select) =>
			select
				.selectFrom('terms_text as x')
				.select(({ val }) => [val(version).as('version'), 'x.locale', 'x.body_html'])
				.where('x.version', '=', newest?.version ?? 0),
		)
		.execute();
	return version;
}

type Draft = { version: number; locale: Locale; html: string; seenRevision: number };

/**
 * Saves a draft's text in one language, made safe, and answers its new revision; an empty one takes the text away.
 * @throws Refusal `changed-meanwhile` when another administrator saved it, or published the draft, since it was seen
 * @throws Refusal `text-invalid` when it is too long
 */
export async function saveDraft(trx: Writing, { version, locale, html, seenRevision }: Draft): Promise<void> {
	const clean = cleanTerms(html);
	if (clean.length > mostTermsCharacters) throw new Refusal('text-invalid');
	await lockDraft(trx, version);
	const saved = await trx
		.insertInto('terms_text')
		.values({ version, locale, body_html: clean, revision: seenRevision + 1 })
		.onConflict((conflict) =>
			conflict
				.columns(['version', 'locale'])
				.doUpdateSet({ body_html: clean, revision: seenRevision + 1 })
				.where('terms_text.revision', '=', seenRevision),
		)
		.returning('revision')
		.executeTakeFirst();
	if (!saved) throw new Refusal('changed-meanwhile');
}

/** Throws the draft away. @throws Refusal `changed-meanwhile` when it is published or gone already */
export async function discardDraft(trx: Writing, version: number): Promise<void> {
	await lockDraft(trx, version);
	await trx.deleteFrom('terms').where('version', '=', version).execute();
}

/** Holds the draft until the transaction's end: it is not published in between. @throws Refusal `changed-meanwhile` */
export async function lockDraft(trx: Writing, version: number): Promise<void> {
	const draft = await trx
		.selectFrom('terms')
		.select('version')
		.where('version', '=', version)
		.where('published_at', 'is', null)
		.forUpdate()
		.executeTakeFirst();
	if (!draft) throw new Refusal('changed-meanwhile');
}

/** Whether a text says anything at all. */
export function saysSomething(html: string): boolean {
	return html.replace(/<[^>]*>|&nbsp;|\s/g, '') !== '';
}

/** What an administrator wrote, made safe; words without any tag become paragraphs at their empty lines. */
function cleanTerms(html: string): string {
	const tagged = /<[a-z]/i.test(html) ? html : asParagraphs(html);
	const clean = sanitizeHtml(tagged, allowed).trim();
	return saysSomething(clean) ? clean : '';
}

function asParagraphs(text: string): string {
	return text
		.replace(/\r\n?/g, '\n')
		.split(/\n\s*\n/)
		.filter((paragraph) => paragraph.trim())
		.map((paragraph) => `<p>${sanitizeHtml(paragraph.trim(), { allowedTags: [] }).replaceAll('\n', '<br />')}</p>`)
		.join('');
}
