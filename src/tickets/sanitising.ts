import sanitizeHtml from 'sanitize-html';
import { Refusal } from '../refusal.ts';
import { limits } from './ticket.ts';

/** A message's body: sanitised HTML for pages, plain text for mails and search. */
export type Body = { html: string; text: string };

const allowed: sanitizeHtml.IOptions = {
	allowedTags: ['p', 'br', 'strong', 'em', 'u', 's', 'ul', 'ol', 'li', 'a', 'h3', 'h4', 'code', 'pre', 'blockquote'],
	allowedAttributes: { a: ['href', 'rel', 'target'] },
	allowedSchemes: ['http', 'https', 'mailto'],
	allowProtocolRelative: false,
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
	const html = format === 'html' ? sanitizeHtml(written, allowed).trim() : paragraphs(written);
	const text = plainText(html);
	if (html.length > 100_000 || text.length > limits.message)
		throw new Refusal('text-invalid', { field: 'message', most: limits.message });
	return text ? { html, text } : { html: '', text: '' };
}

function paragraphs(text: string): string {
	return text
		.replace(/\r\n?/g, '\n')
		.trim()
		.split(/\n{2,}/)
		.filter(Boolean)
		.map((paragraph) => `<p>${escaped(paragraph).replaceAll('\n', '<br />')}</p>`)
		.join('');
}

function plainText(html: string): string {
	const broken = html
		.replace(/<br ?\/?>/g, '\n')
		.replace(/<li>/g, '- ')
		.replace(/<\/(p|h3|h4|pre|blockquote|ul|ol)>/g, '\n\n')
		.replace(/<\/li>/g, '\n');
	return unescaped(broken.replace(/<[^>]*>/g, ''))
		.replace(/\n{3,}/g, '\n\n')
		.trim();
}

const entities: Record<string, string> = {
	'&lt;': '<',
	'&gt;': '>',
	'&quot;': '"',
	'&#39;': "'",
	'&nbsp;': ' ',
	'&amp;': '&',
};

function unescaped(html: string): string {
	return html.replace(/&(lt|gt|quot|#39|nbsp|amp);/g, (entity) => entities[entity] ?? entity);
}

function escaped(text: string): string {
	return text.replace(
		/[&<>"]/g,
		(character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character] ?? character,
	);
}
