import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from './config.server.ts';
import { admit } from './entrance.ts';

const site = { ORIGIN: 'https://support.example.com' };
const host = 'support.example.com';

test('a request for another name gets 421, one for a foreign URL 400', async () => {
	const ask = await open(site);
	expect(await ask('/', { host })).toMatchObject({ status: 200 });
	expect(await ask('/', { host: 'SUPPORT.example.com:443' })).toMatchObject({ status: 200 });
	expect(await ask('/', { host: 'evil.example.net' })).toMatchObject({ status: 421 });
	expect(await ask('/', { host: 'support.example.com.evil.example.net' })).toMatchObject({ status: 421 });
	expect(await ask(`http://${host}/`, { host })).toMatchObject({ status: 400 });
});

test('the scheme is the configured one, and a client cannot claim an address', async () => {
	const ask = await open(site);
	const claims = {
		host,
		'x-forwarded-for': '192.0.2.1',
		'x-forwarded-proto': 'http',
		'x-forwarded-host': 'evil.example.net',
	};
	const { seen } = await ask('/', claims);
	expect(seen).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https' });
	expect(seen).not.toHaveProperty('x-forwarded-host');
});

test('a trusted proxy is believed the address it added itself, not those before it', async () => {
	const ask = await open({ ...site, TRUST_PROXY: 'on' });
	const { seen } = await ask('/', { host, 'x-forwarded-for': '192.0.2.1, ::ffff:198.51.100.7' });
	expect(seen['x-forwarded-for']).toBe('198.51.100.7');
	expect((await ask('/', { host })).seen['x-forwarded-for']).toBe('127.0.0.1');
});

test('a page is compressed for those who ask, a file never', async () => {
	const ask = await open(site);
	const accept = { host, 'accept-encoding': 'gzip, br' };
	expect((await ask('/', { ...accept, pad: 'x'.repeat(2000) })).headers['content-encoding']).toBe('br');
	expect((await ask('/', { host, pad: 'x'.repeat(2000) })).headers['content-encoding']).toBeUndefined();
	expect((await ask('/file', { ...accept, pad: 'x'.repeat(2000) })).headers['content-encoding']).toBeUndefined();
});

/** A server whose every page is the headers that it was asked with. */
async function open(environment: NodeJS.ProcessEnv) {
	const config = readConfig(environment);
	const server = createServer((asked, answer) =>
		admit(asked, answer, config, ({ headers, url }) => {
			answer.setHeader('content-type', url === '/file' ? 'application/octet-stream' : 'application/json');
			answer.end(JSON.stringify(headers));
		}),
	);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	const { port } = server.address() as AddressInfo;
	return (path: string, headers: Record<string, string>) =>
		new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; seen: IncomingHttpHeaders }>(
			(resolve, reject) => {
				const asked = request({ port, path, headers }, async (answer) => {
					const body = Buffer.concat(await answer.toArray()).toString();
					resolve({
						status: answer.statusCode,
						headers: answer.headers,
						seen: body.startsWith('{') ? JSON.parse(body) : {},
					});
				});
				asked.on('error', reject).end();
			},
		);
}
