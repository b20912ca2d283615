import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reading } from './database/connection.ts';
import { isMigrated } from './database/migrating.ts';
import { exposition, expositionType } from './metrics.ts';

type Watched = { db: Reading; metricsToken: string | undefined; isDraining(): boolean };

/**
 * Answers `/healthz` (the process lives), `/readyz` (send it customers) and `/metrics` (only with its token) before
 * anything else, whatever the Host: probes and scrapers call by address. Returns false for every other path.
 */
export function answerHealth(request: IncomingMessage, answer: ServerResponse, watched: Watched): boolean {
	const path = request.url?.split('?', 1)[0];
	if (path === '/healthz') send(answer, 200, 'text/plain', 'ok\n');
	else if (path === '/readyz') void answerReadiness(answer, watched);
	else if (path === '/metrics') void answerMetrics(request, answer, watched.metricsToken);
	else return false;
	return true;
}

async function answerReadiness(answer: ServerResponse, { db, isDraining }: Watched): Promise<void> {
	const draining = isDraining();
	const migrated = await Promise.race([isMigrated(db), sleep(1000, undefined, { ref: false })]).catch(() => undefined);
	const ready = migrated === true && !draining;
	const state = { ready, database: migrated !== undefined, migrated: migrated ?? false, draining };
	send(answer, ready ? 200 : 503, 'application/json', `${JSON.stringify(state)}\n`);
}

async function answerMetrics(
	request: IncomingMessage,
	answer: ServerResponse,
	token: string | undefined,
): Promise<void> {
	if (!token) return send(answer, 404, 'text/plain', 'Not found\n');
	if (!isSame(request.headers.authorization ?? '', `Bearer ${token}`)) {
		answer.setHeader('www-authenticate', 'Bearer');
		return send(answer, 401, 'text/plain', 'The token of METRICS_TOKEN is needed.\n');
	}
	send(answer, 200, expositionType, await exposition());
}

/** Takes the same time wherever two texts differ, so that a token cannot be guessed letter by letter. */
function isSame(given: string, expected: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(given), digest(expected));
}

function send(answer: ServerResponse, status: number, type: string, body: string): void {
	answer.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
	answer.end(body);
}
