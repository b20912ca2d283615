import type { Letter } from './letter.ts';

/** The letter as plain text, which many workshops read. */
export function asText(letter: Letter): string {
	const quote = letter.quote ? [`${letter.quote.from}:`, indented(letter.quote.text)] : [];
	const link = letter.button ? [`${letter.button.label}:\n${letter.button.href}`] : [];
	return [letter.heading, ...letter.paragraphs, ...quote, ...link, '--', ...letter.footer].join('\n\n');
}

/**
 * The letter as HTML: one column of 600 px, text first, complete without images, readable in dark clients.
 * Everything is escaped: what customers typed stays text.
 */
export function asHtml(letter: Letter): string {
	const quote = letter.quote
		? `<p style="margin:0 0 4px;color:#5b6470;font-size:14px">${escaped(letter.quote.from)}</p>
<blockquote style="margin:0 0 24px;padding:12px 16px;border-left:3px solid #8a94a3;font-size:16px;line-height:24px">${lines(letter.quote.text)}</blockquote>`
		: '';
	const button = letter.button
		? `<p style="margin:0 0 24px"><a href="${escaped(letter.button.href)}" style="display:inline-block;padding:12px 20px;border-radius:4px;background:#1f2a37;color:#ffffff;font-weight:600;text-decoration:none">${escaped(letter.button.label)}</a></p>`
		: '';
	return `<!doctype html>
<html lang="${letter.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escaped(letter.subject)}</title></head>
<body style="margin:0;padding:24px 12px;font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif">
<table role="presentation" width="100%" cellspacing="0" cellpadding="0"><tr><td align="center">
<table role="presentation" width="600" cellspacing="0" cellpadding="0" style="max-width:600px;width:100%;text-align:left"><tr><td>
<h1 style="margin:0 0 16px;font-size:20px;line-height:26px">${escaped(letter.heading)}</h1>
${letter.paragraphs.map((text) => `<p style="margin:0 0 16px;font-size:16px;line-height:24px">${lines(text)}</p>`).join('\n')}
${quote}${button}
<hr style="border:0;border-top:1px solid #c9ced6;margin:0 0 16px">
${letter.footer.map((text) => `<p style="margin:0 0 8px;color:#5b6470;font-size:13px;line-height:18px">${lines(text)}</p>`).join('\n')}
</td></tr></table></td></tr></table></body></html>`;
}

function indented(text: string): string {
	return text
		.split('\n')
		.map((line) => `> ${line}`)
		.join('\n');
}

function lines(text: string): string {
	return escaped(text).replaceAll('\n', '<br>');
}

function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
