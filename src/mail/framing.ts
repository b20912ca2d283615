import type { Letter } from './letter.ts';

const columns = 72;

/** The letter as plain text, which many workshops read: 72 columns, and no address is ever broken. */
export function asText(letter: Letter): string {
	const { quote, button } = letter;
	const said = quote ? [`${sound(quote.from)}:\n\n${wrapped(quote.text, '> ')}`] : [];
	const link = button ? [`${wrapped(button.label)}:\n${button.href}`] : [];
	const paragraphs = [letter.heading, ...letter.paragraphs].map((text) => wrapped(text));
	// "-- " with its space is the mark after which mail programs show small print and leave it out of an answer.
	const footer = ['-- ', ...letter.footer.map((text) => wrapped(text))].join('\n');
	return `${[...paragraphs, ...said, ...link, footer].join('\n\n')}\n`;
}

/**
 * The letter as HTML: one column of 600 px, text first, complete without images. Colours of text and paper are the reader's own, so
 * that a dark client stays dark; what is quieter is so by opacity. Styles stand at their elements: several clients drop all
 * others. Everything is escaped: what customers typed stays text.
 */
export function asHtml(letter: Letter): string {
	const { quote, button } = letter;
	return `<!doctype html>
<html lang="${letter.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no">
<title>${escaped(letter.subject)}</title>
</head>
<body style="margin:0;padding:0;-webkit-text-size-adjust:100%">
<table role="presentation" width="100%" cellspacing="0" cellpadding="0" border="0"><tr><td align="center" style="padding:24px 16px">
<table role="presentation" width="600" cellspacing="0" cellpadding="0" border="0" style="width:100%;max-width:600px">
<tr><td align="left" style="font-family:${font};font-size:16px;line-height:24px;overflow-wrap:anywhere;word-break:break-word">
<h1 style="margin:0 0 20px;font-size:20px;line-height:26px;font-weight:600">${lines(letter.heading)}</h1>
${letter.paragraphs.map((text) => `<p style="margin:0 0 16px">${lines(text)}</p>`).join('\n')}
${quote ? quoted(quote) : ''}${button ? pressable(button) : ''}</td></tr>
<tr><td align="left" style="padding:16px 0 0;border-top:1px solid #8a94a3;font-family:${font};font-size:13px;line-height:19px">
${letter.footer.map((text) => `<p style="margin:0 0 4px;opacity:.75">${lines(text)}</p>`).join('\n')}
</td></tr>
</table>
</td></tr></table>
</body>
</html>
`;
}

const font = "'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

function quoted({ from, text }: NonNullable<Letter['quote']>): string {
	return `<p style="margin:8px 0 8px;font-size:14px;line-height:20px;opacity:.75">${lines(from)}</p>
<blockquote style="margin:0 0 24px;padding:4px 0 4px 16px;border-left:3px solid #8a94a3">${lines(text)}</blockquote>
`;
}

/** A button made of a table cell, which Outlook paints too; its edge keeps it visible on dark paper. */
function pressable({ label, href }: NonNullable<Letter['button']>): string {
	return `<table role="presentation" cellspacing="0" cellpadding="0" border="0" style="margin:8px 0 28px"><tr>
<td bgcolor="#1f2a37" style="border:1px solid #8a94a3;border-radius:4px;background-color:#1f2a37"><a href="${escaped(href)}" target="_blank" style="display:inline-block;padding:11px 22px;color:#ffffff;font-family:${font};font-size:16px;line-height:22px;font-weight:600;text-decoration:none">${escaped(label)}</a></td>
</tr></table>
`;
}

/** Lines of at most 72 columns, each begun with `mark`. A word is never broken: it may be an address. */
function wrapped(text: string, mark = ''): string {
	const room = columns - mark.length;
	return sound(text)
		.split('\n')
		.flatMap((line) => fold(line, room))
		.map((line) => `${mark}${line}`.trimEnd())
		.join('\n');
}

function fold(line: string, room: number): string[] {
	const folded: string[] = [];
	let now = '';
	for (const word of line.split(' ')) {
		const longer = now === '' ? word : `${now} ${word}`;
		if (now !== '' && length(longer) > room) {
			folded.push(now);
			now = word;
		} else now = longer;
	}
	return [...folded, now];
}

function length(text: string): number {
	return [...text].length;
}

function lines(text: string): string {
	return escaped(text).replaceAll('\n', '<br>');
}

function escaped(text: string): string {
	return sound(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Every line end is \n; what no mail may carry or what turns the direction of its text is gone. */
function sound(text: string): string {
	return (
		text
			.toWellFormed()
			.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
			.replaceAll('\t', ' ')
			// eslint-disable-next-line no-control-regex
			.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
	);
}
