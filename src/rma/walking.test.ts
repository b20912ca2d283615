import { expect } from 'vitest';
import { thePortal } from '../audit/entry.ts';
import type { Writing } from '../database/connection.ts';
import type { Actor, CustomerActor, StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { test } from '../../tests/desk.ts';
import { ways, whereTo } from '../../tests/diagram.ts';
import { asCustomer, asTechnician, authorised, fullForm, shown } from '../../tests/sending.ts';
import { completeForm, saveForm } from './completing.ts';
import { answerQuote, makeQuote } from './quoting.ts';
import { receive, refuse } from './receiving.ts';
import { inspect, repair, replace, returnUnrepaired } from './repairing.ts';
import { cancelRma, closeRma, expireDue, send, shipBack } from './travelling.ts';

const moves = [...new Set([...ways.values()].flat().map(({ step }) => step))].filter((step) => step !== 'expire');

type Walk = {
	number: number;
	state: string;
	formIsFull: boolean;
	inWarranty: boolean;
	expiresAt: Date;
	quoteEnds: string;
};
type Walker = { actor: Actor; side: 'sender' | 'desk' | 'nobody' | 'auditor' };

/** What this attempt must come to, by the diagram and its conditions in plain words: the next state, or undefined for a refusal. */
function expected(walk: Walk, step: string, { side }: Walker, now: Date): string | undefined {
	const to = whereTo(walk.state, step, side);
	if (!to) return undefined;
	const isOver = now >= walk.expiresAt;
	if (step === 'complete' && (!walk.formIsFull || isOver)) return undefined;
	if ((step === 'repair' || step === 'replace') && !walk.inWarranty && walk.state !== 'accepted') return undefined;
	if (step === 'accept' && now.toISOString().slice(0, 10) > walk.quoteEnds) return undefined;
	return to;
}

/** Always the same numbers for the same seed, so that a red walk can be walked again. */
function dice(seed: number): (sides: number) => number {
	let state = seed;
	return (sides) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * sides);
	};
}

type Attempt = { trx: Writing; walk: Walk; who: Walker; version: number; now: Date; roll: (sides: number) => number };

function attempt(step: string, { trx, walk, who, version, now, roll }: Attempt): Promise<unknown> {
	const before = { number: walk.number, version };
	// Whoever calls a verb of the other side is refused by it, whatever the types say.
	const customer = asCustomer(who.actor as CustomerActor);
	const desk = asTechnician(who.actor as StaffActor);
	const either = { actor: who.actor, by: thePortal };
	const parcel = { carrier: 'Corriere Inventato', tracking: 'CI 1' };
	switch (step) {
		case 'complete':
			return completeForm(trx, customer, before, now);
		case 'send':
			return send(trx, customer, before, parcel, now);
		case 'receive':
			return receive(trx, desk, before, { present: ['1'] }, now);
		case 'refuse':
			return refuse(trx, desk, before, { reason: 'No form in the parcel' }, now);
		case 'inspect':
			return inspect(trx, desk, before, now);
		case 'quote': {
			const lines = [{ text: 'Main board', amount: 12_900 }];
			return makeQuote(trx, desk, before, { lines, currency: 'EUR', vatNote: '', validUntil: walk.quoteEnds }, now);
		}
		case 'accept':
		case 'decline':
			return answerQuote(
				trx,
				customer,
				{ ...before, timeZone: 'UTC' },
				step === 'accept' ? 'accepted' : 'declined',
				now,
			);
		case 'repair':
			return repair(trx, desk, before, 'electronics', now);
		case 'replace': {
			const serials = new Map([[1, `NEW-${walk.number}-${roll(1_000_000)}`]]);
			return replace(trx, desk, before, { serials, cause: 'connector' }, now);
		}
		case 'return':
			return returnUnrepaired(trx, desk, before, { reason: 'Beyond repair', cause: 'other' }, now);
		case 'ship':
			return shipBack(trx, desk, before, parcel, now);
		case 'close':
			return closeRma(trx, either, before, now);
		case 'cancel':
			return cancelRma(trx, either, before, now);
		default:
			throw new Error(step);
	}
}

async function stateOf(trx: Writing, number: number): Promise<string> {
	return (await trx.selectFrom('rma').select('state').where('number', '=', number).executeTakeFirstOrThrow()).state;
}

for (const seed of [1, 2, 3, 4]) {
	test(`however it is walked by whomever, an RMA is only where the diagram leads: walk ${seed}`, async ({
		trx,
		cast,
		clock,
	}) => {
		const roll = dice(seed);
		const auditor: StaffActor = { ...cast.administrator.actor, role: 'auditor' };
		const walkers: Walker[] = [
			{ actor: cast.master.actor, side: 'sender' },
			{ actor: cast.master.actor, side: 'sender' },
			{ actor: cast.technician.actor, side: 'desk' },
			{ actor: cast.technician.actor, side: 'desk' },
			{ actor: cast.supervisor.actor, side: 'desk' },
			{ actor: cast.stranger.actor, side: 'nobody' },
			{ actor: cast.slave.actor, side: 'nobody' },
			{ actor: cast.technicianFrance.actor, side: 'nobody' },
			{ actor: auditor, side: 'auditor' },
		];
		const reached = new Set<string>();
		for (let journey = 0; journey < 12; journey++) {
			const inWarranty = roll(2) === 0;
			const serial = `WALK-${seed}-${journey}`;
			const unit = { product: 'k-tag', serial, kind: 'master', customer_id: cast.master.actor.id };
			const { id } = await trx.insertInto('unit').values(unit).returning('id').executeTakeFirstOrThrow();
			const items = [{ unitId: id, accessory: null }];
			const now = clock.now;
			const number = await authorised(trx, cast, now, { inWarranty, items, days: 1 + roll(20) });
			const { expires_at: expiresAt } = await trx
				.selectFrom('rma')
				.select('expires_at')
				.where('number', '=', number)
				.executeTakeFirstOrThrow();
			const quoteEnds = new Date(now.getTime() + roll(8) * 86_400_000).toISOString().slice(0, 10);
			const walk: Walk = { number, state: 'authorised', formIsFull: false, inWarranty, expiresAt, quoteEnds };
			for (let turn = 0; turn < 40 && ways.has(walk.state); turn++) {
				if (roll(6) === 0) clock.pass({ hours: roll(40) });
				if (!walk.formIsFull && walk.state === 'authorised' && roll(3) === 0) {
					await saveForm(trx, cast.master.actor, number, fullForm());
					walk.formIsFull = true;
				}
				const who = walkers[roll(walkers.length)]!;
				// Mostly a step that is possible somehow: else hardly anything would happen.
				const possible = ways.get(walk.state)!.flatMap(({ step }) => (step === 'expire' ? [] : [step]));
				const step = roll(4) > 0 ? possible[roll(possible.length)]! : moves[roll(moves.length)]!;
				const { version } = await shown(trx, cast.administrator.actor, number);
				const stale = roll(10) === 0;
				const to = stale ? undefined : expected(walk, step, who, clock.now);
				const outcome = await attempt(step, {
					trx,
					walk,
					who,
					version: stale ? version - 1 : version,
					now: clock.now,
					roll,
				}).then(
					() => 'done',
					(error: unknown) => (error instanceof Refusal ? 'refused' : Promise.reject(error as Error)),
				);
				expect([walk.state, step, who.side, stale, outcome]).toEqual([
					walk.state,
					step,
					who.side,
					stale,
					to ? 'done' : 'refused',
				]);
				walk.state = to ?? walk.state;
				reached.add(walk.state);
				expect(await stateOf(trx, number)).toBe(walk.state);
			}
		}
		expect(reached.size).toBeGreaterThan(6);
	});
}

test('what is not used in time expires, and what is on its way does not', async ({ db, cast, clock }) => {
	const [unused, sent] = await db.transaction().execute(async (trx) => {
		const mine = await authorised(trx, cast, clock.now);
		const details = { customer_id: cast.master.actor.id, product: 'k-tag', serial: 'ON-ITS-WAY' };
		const { id } = await trx.insertInto('unit').values(details).returning('id').executeTakeFirstOrThrow();
		const other = await authorised(trx, cast, clock.now, { items: [{ unitId: id, accessory: null }] });
		const { actor } = cast.master;
		await saveForm(trx, actor, other, fullForm());
		await completeForm(trx, asCustomer(actor), await shown(trx, actor, other), clock.now);
		await send(trx, asCustomer(actor), await shown(trx, actor, other), { carrier: 'CI', tracking: '' }, clock.now);
		return [mine, other];
	});
	expect(await expireDue(db, clock.pass({ days: 29 }))).toBe(0);
	expect(await expireDue(db, clock.pass({ days: 1 }))).toBe(1);
	const states = await db.selectFrom('rma').select(['number', 'state']).orderBy('number').execute();
	expect(states).toEqual([
		{ number: unused, state: 'expired' },
		{ number: sent, state: 'in_transit' },
	]);
});
