import type { IncomingMessage, ServerResponse } from 'node:http';
import compression from 'compression';
import type { Config } from './config.server.ts';
import { isCrowdedOut } from './crowding.ts';

export type Pages = (request: IncomingMessage, answer: ServerResponse, next: () => void) => void;

const compressible =
	/^(text\/(html|plain|csv|calendar|css|javascript|sveltekit-data)|application\/([a-z]+\+)?(json|xml|javascript))\b/;

// Whoever asks for it gets a smaller answer. Files and event streams pass as they are; assets were compressed by the build.
const compress = compression({
	filter: (_, answer) => compressible.test(String(answer.getHeader('content-type'))),
}) as unknown as Pages;

/** On every answer, assets and errors as well. Pages replace the policy by their own. */
const safeguards = {
	'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
};

/**
 * What every request passes before it reaches the pages: the host must be ours (421), and what proxies and clients
 * claim about scheme and address is replaced by what we know.
 */
export function admit(request: IncomingMessage, answer: ServerResponse, config: Config, pages: Pages): void {
	if (!request.url?.startsWith('/')) return refuse(answer, 400, 'Bad request');
	if (!config.allowedHosts.has(request.headers.host?.toLowerCase() ?? '')) {
		return refuse(answer, 421, `Nothing is served under this name. The portal's address is ${config.origin}`);
	}
	replaceForwarding(request, config);
	for (const [name, value] of Object.entries(safeguards)) answer.setHeader(name, value);
	if (isCrowdedOut(request, answer)) return;
	compress(request, answer, () => pages(request, answer, () => refuse(answer, 404, 'Not found')));
}

/** The pages take scheme and client address from these two headers alone. */
function replaceForwarding(request: IncomingMessage, { origin, trustProxy }: Config): void {
	const { headers, socket } = request;
	// A proxy appends the address it was called from: only the last one is its own word.
	const forwarded = trustProxy ? headers['x-forwarded-for']?.toString().split(',').at(-1)?.trim() : undefined;
	const address = forwarded || socket.remoteAddress || '0.0.0.0';
	// IPv4 in IPv6 notation would make all of IPv4 one /64 for the limiter.
	headers['x-forwarded-for'] = address.replace(/^::ffff:(?=\d+\.)/i, '');
	headers['x-forwarded-proto'] = new URL(origin).protocol.slice(0, -1);
	for (const name of ['forwarded', 'x-forwarded-host', 'x-forwarded-port']) delete headers[name];
}

function refuse(answer: ServerResponse, status: number, text: string): void {
	answer.writeHead(status, {
		'content-type': 'text/plain; charset=utf-8',
		'cache-control': 'no-store',
		...safeguards,
		connection: 'close',
	});
	answer.end(`${text}\n`);
}
