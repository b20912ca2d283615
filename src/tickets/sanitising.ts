import sanitizeHtml from 'sanitize-html';
import { Refusal } from '../refusal.ts';
import { asParagraphs, asPlainText, type Body } from './body.ts';
import { limits } from './ticket.ts';

const allowed: sanitizeHtml.IOptions = {
	allowedTags: ['p', 'br', 'strong', 'em', 'u', 's', 'ul', 'ol', 'li', 'a', 'h3', 'h4', 'code', 'pre', 'blockquote'],
	allowedAttributes: { a: ['href', 'rel', 'target'] },
	allowedSchemes: ['http', 'https', 'mailto'],
	allowProtocolRelative: false,
	// Thousands of lists in each other are no message; a browser would choke on them.
	nestingLimit: 30,
	transformTags: {
		b: 'strong',
		i: 'em',
		h1: 'h3',
		h2: 'h3',
		a: sanitizeHtml.simpleTransform('a', { rel: 'noopener nofollow ugc', target: '_blank' }),
	},
};

/**
 * What somebody wrote, made safe: HTML of the editor goes through an allow-list, plain text is escaped and kept line by line.
 * @throws Refusal `text-invalid` when it is too long once it is clean
 */
export function asBody(written: string, format: 'html' | 'text'): Body {
	const html = format === 'html' ? sanitizeHtml(written, allowed).trim() : asParagraphs(written);
	const text = asPlainText(html);
	if (html.length > 100_000 || text.length > limits.message)
		throw new Refusal('text-invalid', { field: 'message', most: limits.message });
	return text ? { html, text } : { html: '', text: '' };
}
