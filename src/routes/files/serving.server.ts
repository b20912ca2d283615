import { Readable } from 'node:stream';
import { readBytes } from '../../attachments/storing.ts';

type Kind = { type: string; size?: number; download?: string };

/**
 * Serves a stored file so that no browser runs anything in it: sandboxed, never sniffed, with a type from our own list; as a
 * download under its own name, or inline when it is a preview of ours.
 */
export function serveFile(storedAs: string, { type, size, download }: Kind): Response {
	const headers = new Headers({
		'content-type': type,
		'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
		'x-content-type-options': 'nosniff',
	});
	if (size !== undefined) headers.set('content-length', String(size));
	if (download !== undefined) headers.set('content-disposition', disposition(download));
	return new Response(Readable.toWeb(readBytes(storedAs)) as ReadableStream, { headers });
}

// RFC 6266: a plain name for old clients, the real one percent-encoded.
function disposition(name: string): string {
	const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
	const encoded = encodeURIComponent(name).replace(
		/['()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
