import { sql } from 'kysely';
import type { Branch } from '../src/branches/branch.ts';
import { listBranches } from '../src/branches/finding.ts';
import type { Writing } from '../src/database/connection.ts';
import { causes, type Cause } from '../src/rma/rma.ts';
import { steps, type RmaStep } from '../src/rma/steps.ts';
import { test as base } from './desk.ts';
import { open } from './ticketing.ts';

export const dayMs = 86_400_000;
export const from = new Date('2026-01-01T00:00:00Z');
export const to = new Date('2026-07-01T00:00:00Z');

type Step = { step: RmaStep | 'authorise'; state: string; at: Date };
export type Made = { number: number; branchId: number; unitIds: number[]; cause: Cause | null; steps: Step[] };
export type World = { rmas: Made[]; branches: Map<number, Branch>; products: Map<number, string>; closed: string };

/** Random, and the same each time. */
function random(seed: number) {
	let state = seed;
	const next = () => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return state / 2_147_483_648;
	};
	const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)]!;
	return { next, pick };
}

/** A way of an RMA along the diagram that ends wherever chance wants. */
function walk({ next, pick }: ReturnType<typeof random>): Step[] {
	let at = from.getTime() - 60 * dayMs + next() * 300 * dayMs;
	let state: string = 'authorised';
	const taken: Step[] = [{ step: 'authorise', state, at: new Date(at) }];
	while (next() < 0.94) {
		const ways = (Object.keys(steps) as RmaStep[]).filter((name) => steps[name].from.some((one) => one === state));
		const likely = ways.filter((name) => !['cancel', 'expire', 'refuse'].includes(name) || next() < 0.1);
		if (likely.length === 0) break;
		const step = pick(likely);
		at += next() * 12 * dayMs;
		state = steps[step].to;
		taken.push({ step, state, at: new Date(Math.round(at)) });
	}
	return taken;
}

export async function write(
	trx: Writing,
	ticket: number,
	customerId: number,
	rma: Omit<Made, 'number'>,
): Promise<Made> {
	const [first] = rma.steps;
	const { number } = await trx
		.insertInto('rma')
		.values({
			ticket_number: ticket,
			customer_id: customerId,
			branch_id: rma.branchId,
			cause: rma.cause,
			state: rma.steps.at(-1)!.state,
			state_since: rma.steps.at(-1)!.at,
			in_warranty: true,
			authorised_at: first!.at,
			expires_at: new Date(first!.at.getTime() + 1),
			completed_at: first!.at,
			form_hash: Buffer.alloc(32),
		})
		.returning('number')
		.executeTakeFirstOrThrow();
	const items = rma.unitIds.map((unit_id, index) => ({ rma_number: number, nth: index + 1, unit_id, active: false }));
	await trx.insertInto('rma_item').values(items).execute();
	const details = JSON.stringify({ reason: `because of ${number}` });
	const rows = rma.steps.map(({ step, state, at }) => ({ rma_number: number, step, state, at, details }));
	await trx.insertInto('rma_step').values(rows).execute();
	return { ...rma, number };
}

/** From Monday to Friday, in Spain on Saturdays too. */
async function writeHours(trx: Writing): Promise<void> {
	await sql`
		insert into branch_hours (branch_id, weekday, opens, closes)
		select id, weekday, '09:00', '17:00' from branch, generate_series(1, case slug when 'spain' then 6 else 5 end) as weekday
	`.execute(trx);
}

export const test = base.extend('world', async ({ trx, cast, clock }): Promise<World> => {
	const chance = random(20_261_124);
	const ticket = await open(trx, cast.master.actor, cast.units.master, clock.now);
	const units = await trx
		.selectFrom('unit as u')
		.innerJoin('product as p', 'p.slug', 'u.product')
		.select(['u.id', 'p.name'])
		.execute();
	await writeHours(trx);
	const branches = await listBranches(trx);
	const closed = '2026-03-11';
	const midnight = (day: string) => sql<Date>`${day}::date::timestamp at time zone 'Europe/Rome'`;
	await trx
		.insertInto('closure')
		.values({
			kind: 'company_holiday',
			starts_at: midnight(closed),
			ends_at: midnight('2026-03-12'),
			created_at: clock.now,
		})
		.execute();
	const rmas: Made[] = [];
	for (let count = 0; count < 150; count++) {
		const one = chance.pick(units).id;
		const unitIds = [...new Set(chance.next() < 0.2 ? [one, chance.pick(units).id] : [one])];
		const cause = chance.next() < 0.3 ? null : chance.pick(causes);
		const plan = { branchId: chance.pick(branches).id, unitIds, cause, steps: walk(chance) };
		rmas.push(await write(trx, ticket, cast.master.actor.id, plan));
	}
	return {
		rmas,
		branches: new Map(branches.map((branch) => [branch.id, branch])),
		closed,
		products: new Map(units.map(({ id, name }) => [id, name])),
	};
});
