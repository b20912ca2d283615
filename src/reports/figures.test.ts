import { describe, expect } from 'vitest';
import { steps, type RmaStep } from '../rma/steps.ts';
import { dayMs, from, test, to, write, type Made, type World } from '../../tests/returned.ts';
import { open } from '../../tests/ticketing.ts';
import { countCauses, countOutcomes, countRepeats } from './counting.ts';
import { outcomes, repeatWithinDays, type Outcome } from './figures.ts';
import { listBranchChoices, listRefusals, readRows, type FiguresRow } from './listing.ts';
import { measureStays, measureTurnaround } from './measuring.ts';
import type { Scope } from './scoping.ts';

const isIn = (at: Date | undefined) => at !== undefined && at >= from && at < to;
const find = (rma: Made, step: string) => rma.steps.find((one) => one.step === step)?.at;

function quantile(values: number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	const place = (sorted.length - 1) * share;
	const below = sorted[Math.floor(place)]!;
	return below + (sorted[Math.ceil(place)]! - below) * (place % 1);
}

/** Day by day: the branch opens on that weekday, and is not closed. */
function workingDays(rma: Made, { branches, closed }: World): number {
	const { timeZone, hours } = branches.get(rma.branchId)!;
	const dayOf = (at: Date) =>
		Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
	let count = 0;
	const last = dayOf(find(rma, 'ship')!).toString();
	for (let day = dayOf(find(rma, 'receive')!); day.toString() < last;) {
		day = day.add({ days: 1 });
		if (day.toString() !== closed && hours.some(({ weekday }) => weekday === day.dayOfWeek)) count++;
	}
	return count;
}

function turnaround(rmas: Made[], world: World) {
	const working = rmas.map((rma) => workingDays(rma, world));
	const days = rmas.map((rma) => (find(rma, 'ship')!.getTime() - find(rma, 'receive')!.getTime()) / dayMs);
	const close = (value: number): number => expect.closeTo(value, 6) as number;
	const calendar = { median: close(quantile(days, 0.5)), p90: close(quantile(days, 0.9)) };
	return { count: days.length, ...calendar, workingMedian: close(quantile(working, 0.5)) };
}

const scopes = (cast: {
	administrator: { actor: Scope['actor'] };
	technician: { actor: Scope['actor'] };
	branches: { france: number };
}) => [
	{ actor: cast.administrator.actor, branchId: null, from, to },
	{ actor: cast.administrator.actor, branchId: cast.branches.france, from, to },
	{ actor: cast.technician.actor, branchId: null, from, to },
	{ actor: cast.technician.actor, branchId: cast.branches.france, from, to },
];

const seenIn = ({ actor, branchId }: Scope, { rmas }: World) =>
	rmas.filter(
		(rma) =>
			(actor.role === 'administrator' || actor.branchIds.includes(rma.branchId)) &&
			(branchId === null || rma.branchId === branchId),
	);

describe('what PostgreSQL answers is what somebody finds who counts by hand, in every branch and for everybody:', () => {
	test('how long RMAs took, in days and in working days, by branch and product', async ({ trx, cast, world }) => {
		for (const scope of scopes(cast)) {
			const shipped = seenIn(scope, world).filter((rma) => isIn(find(rma, 'ship')));
			const found = await measureTurnaround(trx, scope);
			expect(found.all).toEqual(shipped.length > 0 ? turnaround(shipped, world) : null);
			const named = (name: string, of: (rma: Made) => (string | undefined)[]) => ({
				...turnaround(
					shipped.filter((rma) => of(rma).includes(name)),
					world,
				),
				name,
			});
			const byBranch = (rma: Made) => [world.branches.get(rma.branchId)?.legalName];
			const byProduct = (rma: Made) => rma.unitIds.map((id) => world.products.get(id));
			for (const [part, of] of [
				[found.byBranch, byBranch],
				[found.byProduct, byProduct],
			] as const) {
				expect(new Set(part.map(({ name }) => name))).toEqual(new Set(shipped.flatMap(of)));
				expect(part).toEqual(part.map(({ name }) => named(name, of)));
			}
		}
	});

	test('in which states they stood how long', async ({ trx, cast, world }) => {
		for (const scope of scopes(cast)) {
			const stood = new Map<string, number[]>();
			for (const rma of seenIn(scope, world)) {
				const own = new Map<string, number>();
				for (const [index, { state, at }] of rma.steps.entries()) {
					const until = rma.steps[index + 1]?.at;
					if (isIn(until)) own.set(state, (own.get(state) ?? 0) + (until!.getTime() - at.getTime()) / dayMs);
				}
				for (const [state, days] of own) stood.set(state, [...(stood.get(state) ?? []), days]);
			}
			const expected = [...stood].map(([state, days]) => ({
				state,
				count: days.length,
				median: expect.closeTo(quantile(days, 0.5), 6) as number,
			}));
			const found = await measureStays(trx, scope);
			expect(found.toSorted((a, b) => (a.state < b.state ? -1 : 1))).toEqual(
				expected.toSorted((a, b) => (a.state < b.state ? -1 : 1)),
			);
		}
	});

	test('how they ended and what was found', async ({ trx, cast, world }) => {
		for (const scope of scopes(cast)) {
			const seen = seenIn(scope, world);
			const ended = (outcome: Outcome) => seen.filter((rma) => isIn(find(rma, outcome)));
			expect(await countOutcomes(trx, scope)).toEqual(
				Object.fromEntries(outcomes.map((outcome) => [outcome, ended(outcome).length])),
			);
			const done = [...ended('repair'), ...ended('replace'), ...ended('return')];
			const counts = await countCauses(trx, scope);
			for (const { cause, count } of counts) expect(count).toBe(done.filter((rma) => rma.cause === cause).length);
			expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(done.length);
			const refusals = await listRefusals(trx, scope);
			expect(refusals.map(({ rma, reason }) => [rma, reason])).toEqual(
				ended('refuse')
					.toSorted((a, b) => find(b, 'refuse')!.getTime() - find(a, 'refuse')!.getTime())
					.map(({ number }) => [number, `because of ${number}`]),
			);
		}
	});

	test('which units came back within ninety days', async ({ trx, cast, world }) => {
		for (const scope of scopes(cast)) {
			const home = seenIn(scope, world)
				.filter((rma) => isIn(find(rma, 'ship')))
				.flatMap((rma) => rma.unitIds.map((unitId) => ({ unitId, rma, at: find(rma, 'ship')! })));
			const again = home.flatMap(({ unitId, rma, at }) => {
				const back = seenIn({ ...scope, branchId: null }, world)
					.filter((other) => other !== rma && other.unitIds.includes(unitId))
					.map((other) => ({ rma: rma.number, again: other.number, at: find(other, 'receive') }))
					.filter((one) => one.at && one.at > at && one.at.getTime() - at.getTime() <= repeatWithinDays * dayMs)
					.toSorted((a, b) => a.at!.getTime() - b.at!.getTime());
				return back.slice(0, 1);
			});
			const found = await countRepeats(trx, scope);
			expect([found.units, found.returned]).toEqual([home.length, again.length]);
			const pairs = (list: { rma: number; again: number }[]) =>
				list.map(({ rma, again }) => `${rma} ${again}`).toSorted();
			expect(pairs(found.latest)).toEqual(pairs(again).slice(0, found.latest.length));
		}
	});

	test('and the rows behind it are all of them', async ({ trx, cast, world }) => {
		for (const scope of scopes(cast)) {
			const rows: FiguresRow[] = [];
			for await (const page of readRows(trx, scope)) rows.push(...page);
			const counted = new Set<string>(['receive', 'repair', 'replace', 'return', 'refuse', 'ship']);
			const behind = seenIn(scope, world).filter(({ steps }) =>
				steps.some(({ step, at }) => counted.has(step) && isIn(at)),
			);
			expect(rows.map(({ number }) => number)).toEqual(behind.map(({ number }) => number));
			const shipped = behind.filter((rma) => isIn(find(rma, 'ship')));
			const inPeriod = rows.filter(({ shippedAt }) => isIn(shippedAt ?? undefined));
			expect(inPeriod.map(({ days }) => days)).toEqual(
				shipped.map((rma) =>
					expect.closeTo((find(rma, 'ship')!.getTime() - find(rma, 'receive')!.getTime()) / dayMs, 6),
				),
			);
			expect(inPeriod.map((row) => row.workingDays)).toEqual(shipped.map((rma) => workingDays(rma, world)));
		}
	});
});

test('a unit that was replaced has come back when what was sent in its place does', async ({ trx, cast, clock }) => {
	const ticket = await open(trx, cast.master.actor, cast.units.master, clock.now);
	const { master, stranger } = cast.units;
	await trx.updateTable('unit').set({ replaced_by: stranger.id }).where('id', '=', master.id).execute();
	const at = (day: number) => new Date(from.getTime() + day * dayMs);
	const sent = (unitId: number, ...taken: [RmaStep, number][]) =>
		write(trx, ticket, cast.master.actor.id, {
			branchId: cast.branches.italy,
			unitIds: [unitId],
			cause: null,
			steps: taken.map(([step, day]) => ({ step, state: steps[step].to, at: at(day) })),
		});
	const first = await sent(master.id, ['receive', 1], ['replace', 2], ['ship', 3]);
	const again = await sent(stranger.id, ['receive', 93]);
	const scope = { actor: cast.technician.actor, branchId: null, from, to };
	expect(await countRepeats(trx, scope)).toMatchObject({
		units: 1,
		returned: 1,
		latest: [{ serial: master.serial, rma: first.number, again: again.number }],
	});
	await sent(cast.units.slave.id, ['receive', 1], ['repair', 2], ['ship', 3]);
	await sent(cast.units.slave.id, ['receive', 94]);
	expect(await countRepeats(trx, scope)).toMatchObject({ units: 2, returned: 1 });
});

test('a technician chooses among the branches that he serves', async ({ trx, cast }) => {
	const slugs = async (actor: Scope['actor']) => (await listBranchChoices(trx, actor)).map(({ slug }) => slug);
	expect(await slugs(cast.technicianFrance.actor)).toEqual(['france']);
	expect(await slugs(cast.administrator.actor)).toEqual(['italy', 'france', 'spain']);
});
