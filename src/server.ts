import { createServer, type Server } from 'node:http';
import type { Config } from './config.server.ts';
import { makeDrainable } from './draining.ts';
import { admit, type Pages } from './entrance.ts';
import { answerHealth } from './health.ts';
import { log } from './log.ts';
import { Obstacle } from './obstacle.ts';
import { openPortal, stopAtSignal } from './running.ts';
import { welcome } from './welcome.ts';

/**
 * Runs the portal until a signal: database, migrations, default data, worker, pages. Everything is closed in reverse
 * order, so nothing that a request or a job still needs goes before it. Throws an `Obstacle` when it cannot start.
 */
export async function serve(config: Config): Promise<void> {
	const running = new AsyncDisposableStack();
	const obeyed = stopAtSignal(running);
	process.on('unhandledRejection', (error) => log().error({ err: error }, 'unhandled rejection'));
	try {
		const { db, completeDemonstration } = await openPortal(config, running);
		const pages = await loadPages();
		const server = createServer({ headersTimeout: 30_000, requestTimeout: 3_600_000, keepAliveTimeout: 65_000 });
		const { isDraining, drain } = makeDrainable(server);
		const watched = { db, metricsToken: config.metricsToken, isDraining };
		server.on('request', (request, answer) => {
			if (!answerHealth(request, answer, watched)) admit(request, answer, config, pages);
		});
		await listen(server, config);
		// A deploy gives clients time to move to the next process; a person at the keyboard has nothing to move to.
		running.defer(() => drain({ idleMs: obeyed.signal === 'SIGINT' ? 0 : 5_000, graceMs: 30_000 }));
		announce(config);
		await completeDemonstration();
	} catch (error) {
		if (running.disposed) return;
		await running.disposeAsync();
		throw error;
	}
}

/** The built pages read how they are called from the environment, once, while they load. */
async function loadPages(): Promise<Pages> {
	for (const name of ['HOST_HEADER', 'PORT_HEADER', 'XFF_DEPTH']) delete process.env[name];
	process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
	process.env.ADDRESS_HEADER = 'x-forwarded-for';
	// Each route has its own limit.
	process.env.BODY_SIZE_LIMIT = 'Infinity';
	const built = new URL('../build/handler.js', import.meta.url);
	const { handler } = (await import(built.href)) as { handler: Pages };
	return handler;
}

/** Takes over the socket of the service manager, or opens one: for this machine alone when the portal's name is a local one. */
async function listen(server: Server, { port, origin }: Config): Promise<void> {
	const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(origin).hostname);
	const place = inheritsSocket() ? { fd: 3 } : { port, host: isLocal ? '127.0.0.1' : undefined };
	await new Promise<void>((resolve, reject) => {
		server.once('error', (error) => reject(explainListening(error, port)));
		server.listen(place, resolve);
	});
}

function explainListening(error: NodeJS.ErrnoException, port: number): Error {
	if (error.code === 'EADDRINUSE')
		return new Obstacle(`PORT=${port} is in use by another program. Stop it or set PORT to another number.`);
	if (error.code === 'EACCES')
		return new Obstacle(`PORT=${port} is not allowed to this account. Set PORT to a number above 1023.`);
	return error;
}

/** The number may be our parent's: the command starts itself again when the system's Node is too old. */
function inheritsSocket(): boolean {
	const { LISTEN_FDS, LISTEN_PID } = process.env;
	return Number(LISTEN_FDS) >= 1 && [process.pid, process.ppid].includes(Number(LISTEN_PID));
}

function announce(config: Config): void {
	log().info({ origin: config.origin, pid: process.pid }, 'ready');
	if (config.demo || process.stdout.isTTY) console.log(welcome(config));
}
