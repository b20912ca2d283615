export type Mail = {
	/** Names in lower case; encoded words are read (RFC 2047). */
	headers: Record<string, string>;
	subject: string;
	text: string;
	html: string;
	raw: string;
};

/** Reads a mail as far as ours go: encoded headers, text and HTML, nested multiparts (RFC 5322, 2045 to 2047). */
export function readMail(source: Buffer): Mail {
	const raw = source.toString('latin1');
	const mail: Mail = { headers: readHeaders(raw), subject: '', text: '', html: '', raw: source.toString('utf8') };
	mail.subject = mail.headers['subject'] ?? '';
	collectBodies(raw, mail);
	return mail;
}

function collectBodies(part: string, mail: Mail): void {
	const headers = readHeaders(part);
	const body = part.slice(headerEnd(part));
	const type = headers['content-type'] ?? 'text/plain';
	const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
	if (boundary) {
		const inner = body.split(`--${boundary}`).slice(1);
		for (const piece of inner) if (!piece.startsWith('--')) collectBodies(piece.replace(/^\r?\n/, ''), mail);
		return;
	}
	const decoded = decodeBody(body, headers['content-transfer-encoding']);
	if (/^text\/plain/i.test(type)) mail.text ||= decoded;
	if (/^text\/html/i.test(type)) mail.html ||= decoded;
}

function readHeaders(part: string): Record<string, string> {
	const unfolded = part.slice(0, headerEnd(part)).replaceAll(/\r?\n(?=[ \t])/g, '');
	const lines = unfolded.split(/\r?\n/).filter((line) => line.includes(':'));
	return Object.fromEntries(
		lines.map((line) => {
			const colon = line.indexOf(':');
			return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())];
		}),
	);
}

function headerEnd(part: string): number {
	const match = /\r?\n\r?\n/.exec(part);
	return match ? match.index + match[0].length : part.length;
}

function decodeWords(text: string): string {
	// White space between two encoded words is not part of the text.
	return text
		.replaceAll(/\?=\s+=\?/g, '?==?')
		.replaceAll(/=\?([\w-]+)\?([BQ])\?([^?]*)\?=/gi, (_, charset: string, kind: string, words: string) => {
			const bytes =
				kind.toUpperCase() === 'B' ? Buffer.from(words, 'base64') : quotedBytes(words.replaceAll('_', ' '));
			return new TextDecoder(charset).decode(bytes);
		});
}

function decodeBody(body: string, encoding = '7bit'): string {
	switch (encoding.toLowerCase()) {
		case 'base64':
			return Buffer.from(body, 'base64').toString('utf8');
		case 'quoted-printable':
			return quotedBytes(body.replaceAll(/=\r?\n/g, '')).toString('utf8');
		default:
			return Buffer.from(body, 'latin1').toString('utf8');
	}
}

function quotedBytes(text: string): Buffer {
	const decoded = text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) =>
		String.fromCharCode(Number.parseInt(hex, 16)),
	);
	return Buffer.from(decoded, 'latin1');
}
