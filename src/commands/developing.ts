import { createServer } from 'vite';
import type { Config } from '../config.server.ts';
import { openPortal, stopAtSignal } from '../running.ts';
import { welcome } from '../welcome.ts';

/** Runs database, worker and Vite's development server in this process, with the settings and addresses of `start`. */
export async function develop(config: Config): Promise<void> {
	await using running = new AsyncDisposableStack();
	stopAtSignal(running);
	const { completeDemonstration } = await openPortal(config, running);
	const vite = await createServer({
		clearScreen: false,
		server: { port: config.port, strictPort: true, host: 'localhost' },
	});
	running.defer(() => vite.close());
	await vite.listen();
	console.log(welcome(config));
	await completeDemonstration();
	await new Promise(() => {});
}
