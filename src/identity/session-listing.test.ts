import { describe, expect, test as plain } from 'vitest';
import { test } from '../../tests/desk.ts';
import type { Writing } from '../database/connection.ts';
import { deviceOf } from './agent.ts';
import { endOtherSessions, endSession, listSessions } from './session-listing.ts';
import { openSession, readSession } from './sessions.ts';

const by = { accountId: null, address: '192.0.2.7' };
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0';

async function enter(trx: Writing, accountId: number, now: Date, agent = firefox) {
	const token = await openSession(trx, { accountId, address: '192.0.2.9', agent }, now);
	return { token, ...(await readSession(trx, token, now))! };
}

describe('the list of sessions', () => {
	test('names this one first, then those used last, and nobody else’s', async ({ trx, cast, clock }) => {
		await enter(trx, cast.stranger.actor.id, clock.now);
		const old = await enter(trx, cast.master.actor.id, clock.now);
		const here = await enter(trx, cast.master.actor.id, clock.pass({ minutes: 5 }));
		await enter(trx, cast.master.actor.id, clock.pass({ minutes: 5 }), 'curl/8');
		const sessions = await listSessions(trx, here, clock.now);
		expect(sessions.map(({ device, isThis }) => [device, isThis])).toEqual([
			['Firefox · Windows', true],
			['', false],
			['Firefox · Windows', false],
		]);
		expect(sessions.at(-1)).toMatchObject({ id: old.sessionId, address: '192.0.2.9' });
	});

	test('ends one, which opens nothing afterwards; a stranger’s is not there', async ({ trx, cast, clock }) => {
		const here = await enter(trx, cast.master.actor.id, clock.now);
		const other = await enter(trx, cast.master.actor.id, clock.now);
		const stranger = await enter(trx, cast.stranger.actor.id, clock.now);
		await expect(endSession(trx, stranger.id, other.sessionId, by)).rejects.toThrow('not-found');
		await endSession(trx, here.id, other.sessionId, by);
		expect(await readSession(trx, other.token, clock.now)).toBeNull();
		expect(await readSession(trx, here.token, clock.now)).not.toBeNull();
	});

	test('ends all others and says so in the audit log', async ({ trx, cast, clock }) => {
		const here = await enter(trx, cast.master.actor.id, clock.now);
		await enter(trx, cast.master.actor.id, clock.now);
		const stranger = await enter(trx, cast.stranger.actor.id, clock.now);
		expect(await endOtherSessions(trx, here, by)).toBe(1);
		expect(await endOtherSessions(trx, here, by)).toBe(0);
		expect(await readSession(trx, stranger.token, clock.now)).not.toBeNull();
		const entries = await trx.selectFrom('audit_entry').select(['action', 'before']).execute();
		expect(entries).toEqual([{ action: 'sessions-ended', before: { sessions: 1 } }]);
	});
});

plain('a device is named by its browser and system', () => {
	const apple = 'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
	const linux =
		'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36';
	expect(deviceOf(`${apple} Version/26.0 Mobile/15E148 Safari/604.1`)).toBe('Safari · iPhone');
	expect(deviceOf(linux)).toBe('Chrome · Linux');
	expect(deviceOf(`${linux} Edg/153.0`)).toBe('Edge · Linux');
	expect(deviceOf('')).toBe('');
});
