import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';

export type WireAnswer = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

type Raw = { method?: string; headers?: Record<string, string>; body?: string };

/** A request exactly as given: any Host, any path, no header that was not asked for. */
export async function send(origin: string, path: string, raw: Raw = {}): Promise<WireAnswer> {
	const { hostname, port, host } = new URL(origin);
	const request = httpRequest({
		hostname,
		port,
		path,
		method: raw.method ?? 'GET',
		headers: { host, accept: 'text/html', ...raw.headers },
	});
	request.end(raw.body);
	const [answer] = (await once(request, 'response')) as [IncomingMessage];
	const text = (await answer.setEncoding('utf8').toArray()).join('');
	return { status: answer.statusCode ?? 0, headers: answer.headers, text };
}

export type Exchange = { status: number; text: string; sent: number };

/**
 * Writes a request piece by piece on a connection of its own until it is answered, and tells how many bytes had left by then.
 * With `cutOff` the connection breaks after the last piece instead.
 */
export async function exchange(
	origin: string,
	pieces: Iterable<string | Uint8Array>,
	{ cutOff = false } = {},
): Promise<Exchange> {
	const { hostname, port } = new URL(origin);
	const socket = connect(Number(port), hostname);
	let text = '';
	socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
	socket.on('error', () => {});
	// Each piece that does not fit waits with three listeners.
	socket.setMaxListeners(0);
	await once(socket, 'connect');
	let sent = 0;
	for (const piece of pieces) {
		if (text !== '' || socket.destroyed) break;
		sent += piece.length;
		if (!socket.write(piece))
			await Promise.race([once(socket, 'drain'), once(socket, 'data'), once(socket, 'close')]);
		// Lets the answer in: a loop of writes would not notice it.
		else await new Promise((resolve) => setImmediate(resolve));
	}
	if (cutOff) socket.destroy();
	else await ended(socket, () => text);
	return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text, sent };
}

async function ended(socket: Socket, text: () => string): Promise<void> {
	const deadline = Date.now() + 20_000;
	while (!socket.destroyed && !socket.readableEnded && Date.now() < deadline && !isWhole(text()))
		await new Promise((resolve) => setTimeout(resolve, 10));
	socket.destroy();
}

function isWhole(text: string): boolean {
	return /<\/html>\s*(\r\n0\r\n\r\n)?$/.test(text) || /\r\ncontent-length: 0\r\n/i.test(text);
}
