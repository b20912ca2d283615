import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody else's site, on another host than the portal's: one page with this body under this policy. */
export async function openForeignSite(body: string, policy: string): Promise<AsyncDisposable & { origin: string }> {
	const page = `<!doctype html><html lang="en"><head><title>Elsewhere</title></head><body>${body}</body></html>`;
	const server = createServer((_, answer) => {
		answer
			.setHeader('content-security-policy', policy)
			.setHeader('content-type', 'text/html; charset=utf-8')
			.end(page);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		[Symbol.asyncDispose]: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
