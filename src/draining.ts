import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';

type Patience = {
	/** How long a connection may stay without a request, and a stream that never ends by itself. */
	idleMs: number;
	/** How long a request may take to its answer, such as an upload. */
	graceMs: number;
};

/**
 * Lets a server end without cutting anybody off. `drain` stops accepting connections, answers what is in flight and
 * what still arrives on open connections with `Connection: close`, and resolves when the last connection is gone.
 */
export function makeDrainable(server: Server): { isDraining(): boolean; drain(patience: Patience): Promise<void> } {
	let draining = false;
	const sockets = new Set<Socket>();
	const answers = new Set<ServerResponse>();
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	server.prependListener('request', (_: IncomingMessage, answer: ServerResponse) => {
		answers.add(answer);
		answer.once('close', () => answers.delete(answer));
		if (draining) sayClose(answer);
	});

	const drain = async ({ idleMs, graceMs }: Patience) => {
		draining = true;
		await quietTurn();
		// The http server's own close() also cuts idle connections, on which the next request may be on its way.
		NetServer.prototype.close.call(server);
		answers.forEach(sayClose);
		for (const start = performance.now(); sockets.size > 0; await sleep(20)) {
			const waited = performance.now() - start;
			if (waited >= idleMs) {
				server.closeIdleConnections();
				for (const answer of answers) if (isEndless(answer)) answer.socket?.destroy();
			}
			if (waited >= graceMs) server.closeAllConnections();
		}
	};
	return { isDraining: () => draining, drain };
}

/**
 * Waits for a turn of the event loop in which nothing else happened. What has connected by then has been accepted; closing in the middle
 * of other work would cut off those who connected meanwhile and wait to be accepted.
 */
async function quietTurn(): Promise<void> {
	// The turn under way may have looked for connections already: a whole one begins behind it.
	await turn();
	for (let tries = 0; tries < 500; tries++) {
		const began = performance.now();
		await turn();
		if (performance.now() - began < 0.2) return;
	}
}

function sayClose(answer: ServerResponse): void {
	if (!answer.headersSent) answer.setHeader('connection', 'close');
}

/** Clients of an event stream connect again by themselves, to the next process. */
function isEndless(answer: ServerResponse): boolean {
	return answer.headersSent && String(answer.getHeader('content-type')).startsWith('text/event-stream');
}
