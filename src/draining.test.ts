import { Agent, createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { makeDrainable } from './draining.ts';

test('what is in flight is answered with Connection: close, and nothing new is accepted', async () => {
	const { get, drain } = await serve();
	const slow = get('/slow');
	await sleep(50);
	const drained = drain({ idleMs: 1000, graceMs: 2000 });
	// Who connects in this very moment is still answered.
	await sleep(50);
	await expect(get('/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
	expect(await slow).toMatchObject({ connection: 'close' });
	await drained;
});

test('who has connected but was not accepted yet is answered', async () => {
	const { get, drain } = await serve();
	const connected = get('/');
	// The connection is made within some ticks; the server hears of it a turn later.
	for (let tick = 0; tick < 10; tick++) await new Promise((resolve) => process.nextTick(resolve));
	const drained = drain({ idleMs: 1000, graceMs: 2000 });
	expect(await connected).toMatchObject({ connection: 'close' });
	await drained;
});

test('a request that is on its way on an idle connection is still answered', async () => {
	const { get, drain } = await serve();
	await get('/');
	const drained = drain({ idleMs: 1000, graceMs: 2000 });
	expect(await get('/')).toMatchObject({ connection: 'close' });
	await drained;
});

test('idle connections and event streams end after their time, unfinished requests after the grace time', async () => {
	const { get, drain } = await serve();
	await get('/');
	const stream = get('/stream').catch((error: Error) => error);
	await sleep(50);
	expect(await time(drain({ idleMs: 200, graceMs: 5000 }))).toBeLessThan(1000);
	expect(await stream).toBeInstanceOf(Error);

	const endless = await serve();
	const cut = endless.get('/never').catch((error: Error) => error);
	await sleep(50);
	expect(await time(endless.drain({ idleMs: 0, graceMs: 300 }))).toBeGreaterThan(290);
	expect(await cut).toBeInstanceOf(Error);
});

async function serve() {
	const server = createServer();
	const { drain } = makeDrainable(server);
	server.on('request', ({ url }, answer) => {
		if (url === '/slow') setTimeout(() => answer.end('slow'), 300);
		else if (url === '/stream') answer.setHeader('content-type', 'text/event-stream').write(': open\n\n');
		else if (url !== '/never') answer.end('soon');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const agent = new Agent({ keepAlive: true });
	const get = (path: string) =>
		new Promise<IncomingHttpHeaders>((resolve, reject) => {
			const asked = request({ host: '127.0.0.1', port, path, agent }, (answer) => {
				answer.on('end', () => resolve(answer.headers)).on('error', reject);
				answer.resume();
			});
			asked.on('error', reject).end();
		});
	return { get, drain };
}

async function time(work: Promise<void>): Promise<number> {
	const start = performance.now();
	await work;
	return performance.now() - start;
}
