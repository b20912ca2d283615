/** A message's body: sanitised HTML for pages, plain text for mails and search. */
export type Body = { html: string; text: string };

/** Plain text as HTML: escaped, an empty line begins a paragraph, every other line stays a line. */
export function asParagraphs(text: string): string {
	return text
		.replace(/\r\n?/g, '\n')
		.replace(/^\s*\n/, '')
		.trimEnd()
		.split(/\n(?:[ \t]*\n)+/)
		.filter((paragraph) => paragraph.trim())
		.map((paragraph) => `<p>${escaped(paragraph).replaceAll('\n', '<br />')}</p>`)
		.join('');
}

/** The words of a body's HTML, line by line as they are read. */
export function asPlainText(html: string): string {
	const broken = html
		.replace(/<br ?\/?>/g, '\n')
		// The editor wraps each item's words in a paragraph of its own.
		.replace(/<li>(<p>)?/g, '- ')
		.replace(/(<\/p>)?<\/li>/g, '\n')
		.replace(/<\/(p|h3|h4|pre|blockquote|ul|ol)>/g, '\n\n');
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
