import { describe, expect } from 'vitest';
import { thePortal } from '../audit/entry.ts';
import type { Writing } from '../database/connection.ts';
import type { CustomerActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { bindUnit, releaseUnit } from '../units/binding.ts';
import { delegate } from '../units/delegating.ts';
import { transferUnit } from '../units/transferring.ts';
import type { Grants } from '../units/unit.ts';
import { test } from '../../tests/desk.ts';
import { request, words } from '../../tests/ticketing.ts';
import { findTicket, messagesVisibleTo, ticketsVisibleTo } from './finding.ts';
import { openTicket } from './opening.ts';
import { customersWhoSee } from './relating.ts';
import { reply } from './replying.ts';

/** The rules of product.md P3 and P4 once more, in plain words over everything that happened: no SQL, nothing shared with the portal. */
type Happening =
	| { what: 'bound'; unit: number; master: number }
	| { what: 'released'; unit: number }
	| { what: 'transferred'; unit: number; to: number; keepMaster: boolean }
	| { what: 'granted'; unit: number; grants: Grants }
	| { what: 'opened'; unit: number; ticket: number; by: number; message: number }
	| { what: 'replied'; ticket: number; by: number; message: number };

type UnitState = { owner: number; master: number | null; grants: Grants };
type Log = { owners: Map<number, number>; happenings: Happening[] };
const none: Grants = { mayView: false, mayReply: false, mayClose: false };

function unitsAfter({ owners, happenings }: Log): Map<number, UnitState> {
	const units = new Map(
		[...owners].map(([id, owner]): [number, UnitState] => [id, { owner, master: null, grants: none }]),
	);
	for (const one of happenings) {
		if (one.what === 'opened' || one.what === 'replied') continue;
		const unit = units.get(one.unit)!;
		if (one.what === 'bound') unit.master = one.master;
		if (one.what === 'released') Object.assign(unit, { master: null, grants: none });
		if (one.what === 'granted') unit.grants = one.grants.mayView ? one.grants : none;
		if (one.what === 'transferred') {
			const stays = one.keepMaster && unit.master !== one.to;
			Object.assign(unit, { owner: one.to, master: stays ? unit.master : null, grants: none });
		}
	}
	return units;
}

type Sight = { sees: boolean; all: boolean; mayReply: boolean };

function sightOf(log: Log, who: number, ticket: number): Sight {
	const at = log.happenings.findIndex((one) => one.what === 'opened' && one.ticket === ticket);
	const opened = log.happenings[at] as Extract<Happening, { what: 'opened' }>;
	const holder = unitsAfter({ ...log, happenings: log.happenings.slice(0, at) }).get(opened.unit)!.owner;
	const now = unitsAfter(log).get(opened.unit)!;
	const unmoved = now.owner === holder;
	if (opened.by === who) return { sees: true, all: unmoved && (holder === who || now.master === who), mayReply: true };
	if (holder === who) return { sees: unmoved, all: true, mayReply: true };
	const shown = opened.by === holder && unmoved && now.master === who;
	return { sees: shown && now.grants.mayView, all: true, mayReply: now.grants.mayReply };
}

function messagesSeen(log: Log, who: number): number[] {
	return log.happenings.flatMap((one) => {
		if (one.what !== 'opened' && one.what !== 'replied') return [];
		const { sees, all } = sightOf(log, who, one.ticket);
		return sees && (all || one.by === who) ? [one.message] : [];
	});
}

/** Always the same numbers for the same seed, so that a red walk can be walked again. */
function dice(seed: number): (sides: number) => number {
	let state = seed;
	return (sides) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * sides);
	};
}

const units = [{ serial: 'WALK-1' }, { serial: 'WALK-2' }, { serial: 'WALK-3' }];

async function gatherWalkers(trx: Writing, customers: CustomerActor[]): Promise<Log> {
	const owners = new Map<number, number>();
	for (const [index, { serial }] of units.entries()) {
		const owner = customers[index]!.id;
		const row = { product: 'k-tag', serial, kind: 'slave', customer_id: owner };
		const { id } = await trx.insertInto('unit').values(row).returning('id').executeTakeFirstOrThrow();
		owners.set(id, owner);
	}
	return { owners, happenings: [] };
}

async function step(trx: Writing, log: Log, customers: CustomerActor[], roll: (sides: number) => number, now: Date) {
	const ids = [...log.owners.keys()];
	const index = roll(ids.length);
	const unit = ids[index]!;
	const { owner, master } = unitsAfter(log).get(unit)!;
	const somebody = customers[roll(customers.length)]!;
	const serial = units[index]!.serial;
	switch (roll(7)) {
		case 0:
			if (master !== null || somebody.id === owner) return;
			await bindUnit(trx, thePortal, unit, somebody.id, now);
			return log.happenings.push({ what: 'bound', unit, master: somebody.id });
		case 1:
			if (master === null) return;
			await releaseUnit(trx, thePortal, unit, now);
			return log.happenings.push({ what: 'released', unit });
		case 2: {
			if (somebody.id === owner || roll(2) === 0) return;
			const keepMaster = roll(2) === 0;
			await transferUnit(trx, thePortal, unit, { to: somebody.id, keepMaster }, now);
			return log.happenings.push({ what: 'transferred', unit, to: somebody.id, keepMaster });
		}
		case 3: {
			if (master === null) return;
			const grants = { mayView: roll(3) > 0, mayReply: roll(2) > 0, mayClose: roll(2) > 0 };
			await delegate(trx, { kind: 'customer', id: owner }, { unitId: unit, ...grants }, thePortal, now);
			return log.happenings.push({ what: 'granted', unit, grants });
		}
		case 4:
		case 5: {
			if (somebody.id !== owner && somebody.id !== master) return;
			const ticket = await openTicket(trx, somebody, request({ product: 'k-tag', serial }), now);
			return log.happenings.push({ what: 'opened', unit, ticket, by: somebody.id, message: await lastMessage(trx) });
		}
		case 6:
			return tryReply(trx, log, somebody, roll, now);
	}
}

/** Writes on any ticket there is, or is refused as he should be. */
async function tryReply(trx: Writing, log: Log, who: CustomerActor, roll: (sides: number) => number, now: Date) {
	const tickets = log.happenings.flatMap((one) => (one.what === 'opened' ? [one.ticket] : []));
	const ticket = tickets[roll(Math.max(1, tickets.length))];
	if (ticket === undefined) return;
	const { sees, mayReply } = sightOf(log, who.id, ticket);
	const refusal = sees ? (mayReply ? undefined : 'not-allowed') : 'not-found';
	const outcome = await reply(trx, who, ticket, words(`by ${who.id}`), now).catch(codeOf);
	expect(typeof outcome === 'number' ? undefined : outcome).toBe(refusal);
	if (typeof outcome === 'number') log.happenings.push({ what: 'replied', ticket, by: who.id, message: outcome });
}

function codeOf(error: unknown): string {
	if (error instanceof Refusal) return error.code;
	throw error;
}

async function lastMessage(trx: Writing): Promise<number> {
	const { id } = await trx
		.selectFrom('message')
		.select(({ fn }) => fn.max('id').as('id'))
		.executeTakeFirstOrThrow();
	return id;
}

async function compare(trx: Writing, log: Log, customers: CustomerActor[]): Promise<void> {
	const tickets = log.happenings.flatMap((one) => (one.what === 'opened' ? [one.ticket] : []));
	for (const actor of customers) {
		const visible = await ticketsVisibleTo(trx, actor).select('t.number').orderBy('t.number').execute();
		const expected = tickets.filter((ticket) => sightOf(log, actor.id, ticket).sees);
		expect(visible.map(({ number }) => number)).toEqual(expected);
		const messages = await messagesVisibleTo(trx, actor).select('m.id').orderBy('m.id').execute();
		expect(messages.map(({ id }) => id)).toEqual(messagesSeen(log, actor.id));
		for (const number of expected) {
			const { mayReply, stillParty } = await findTicket(trx, actor, number);
			const sight = sightOf(log, actor.id, number);
			expect({ mayReply, all: stillParty }).toEqual({ mayReply: sight.mayReply, all: sight.all });
		}
	}
	for (const number of tickets) {
		const { ids } = await trx.selectNoFrom(customersWhoSee(number).as('ids')).executeTakeFirstOrThrow();
		const seers = customers.filter(({ id }) => sightOf(log, id, number).sees).map(({ id }) => id);
		expect(ids.toSorted((a, b) => a - b)).toEqual(seers);
	}
}

describe('who sees what', () => {
	test.for([1, 2, 3, 4, 5, 6])(
		'is what the rules say after every step of a walk through bindings, transfers and grants (%i)',
		{ timeout: 120_000 },
		async (seed, { trx, cast, clock }) => {
			const fourth = await trx
				.insertInto('account')
				.values({ kind: 'customer', login: 'c9009' })
				.returning('id')
				.executeTakeFirstOrThrow();
			const details = { code: 'C9009', company: 'Taller Ejemplo', email: 'c9009@workshop.example', country: 'ES' };
			await trx
				.insertInto('customer')
				.values({ id: fourth.id, ...details })
				.execute();
			const customers: CustomerActor[] = [
				cast.master.actor,
				cast.slave.actor,
				cast.stranger.actor,
				{ kind: 'customer', id: fourth.id },
			];
			const log = await gatherWalkers(trx, customers);
			const roll = dice(seed);
			for (let count = 0; count < 140; count++) {
				const before = log.happenings.length;
				await step(trx, log, customers, roll, clock.now);
				if (log.happenings.length > before) await compare(trx, log, customers);
			}
			expect(new Set(log.happenings.map(({ what }) => what)).size).toBe(6);
		},
	);
});
