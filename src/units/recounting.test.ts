import { expect } from 'vitest';
import { stampOf } from '../audit/comparing.ts';
import { thePortal } from '../audit/entry.ts';
import type { Writing } from '../database/connection.ts';
import { test } from '../../tests/desk.ts';
import { bindUnit, releaseUnit } from './binding.ts';
import { changeUnit, type UnitChange } from './changing-by-staff.ts';
import { recordUnitEvent } from './history.ts';
import { changeableFacts, findOverseenUnits } from './overseeing.ts';
import { findSuccession, listOwnUnitEvents, listUnitEvents } from './recounting.ts';
import { registerUnit } from './registering.ts';
import { replaceUnit } from './replacing.ts';
import { transferUnit } from './transferring.ts';
import type { StoryFilter } from './story.ts';

const whole = { behind: null, limit: 100 };

async function kindsOf(trx: Writing, unitId: number, filter: StoryFilter = 'all') {
	return (await listUnitEvents(trx, unitId, filter, whole)).map(({ kind }) => kind);
}

test('a unit that came with the maker’s records was registered by nobody, for whoever had it first', async ({
	trx,
	cast,
	clock,
}) => {
	const { stranger } = cast;
	const now = () => clock.pass({ days: 100 });
	await transferUnit(trx, thePortal, cast.units.master.id, { to: stranger.actor.id, keepMaster: false }, now());
	await transferUnit(trx, thePortal, cast.units.master.id, { to: cast.slave.actor.id, keepMaster: false }, now());
	const events = await listUnitEvents(trx, cast.units.master.id, 'all', whole);
	expect(events.map(({ kind, imported, details }) => [kind, imported, details['to']])).toEqual([
		['transferred', false, 'C2001'],
		['transferred', false, 'C5001'],
		['registered', true, 'C1001'],
	]);
});

test('each part of the story tells what belongs to it, and what RMAs went through is told by them', async ({
	trx,
	cast,
	clock,
}) => {
	const staff = cast.supervisor.actor;
	const by = { accountId: staff.id, address: '' };
	const id = await registerUnit(
		trx,
		{ product: 'k-tag', serial: 'KT-77', customerId: cast.slave.actor.id, kind: 'slave' },
		by,
		clock.now,
	);
	await bindUnit(trx, by, id, cast.master.actor.id, clock.pass({ hours: 1 }));
	const change = async (what: Partial<UnitChange>) => {
		const [unit] = await findOverseenUnits(trx, staff, 'KT-77');
		const { username, subscriptionUntil, softwareVersion } = unit!;
		const wanted = { kind: 'slave' as const, username, subscriptionUntil, softwareVersion, ...what };
		const shown = stampOf(changeableFacts(unit!));
		await changeUnit(
			trx,
			staff,
			by,
			{ product: 'k-tag', serial: 'KT-77', shown, change: wanted },
			clock.pass({ hours: 1 }),
		);
	};
	await change({ softwareVersion: '4.9' });
	await change({ username: 'lumiere' });
	await change({ subscriptionUntil: '2027-03-31', softwareVersion: '5.1' });
	await releaseUnit(trx, by, id, clock.pass({ hours: 1 }));
	await recordUnitEvent(
		trx,
		{ unitId: id, kind: 'rma', accountId: null, details: { rma: 1, step: 'send' } },
		clock.now,
	);

	expect(await kindsOf(trx, id)).toEqual(['released', 'changed', 'changed', 'changed', 'bound', 'registered']);
	expect(await kindsOf(trx, id, 'ownership')).toEqual(['released', 'changed', 'bound', 'registered']);
	const told = await listUnitEvents(trx, id, 'software', whole);
	expect(told.map(({ details, by }) => [details, by])).toEqual([
		[{ subscriptionUntil: '2027-03-31', softwareVersion: '5.1' }, cast.supervisor.name],
		[{ softwareVersion: '4.9' }, cast.supervisor.name],
	]);
	expect(await kindsOf(trx, id, 'rma')).toEqual([]);
});

test('an owner reads what happened since the unit is his, without whose it was and without the names of staff', async ({
	trx,
	cast,
	clock,
}) => {
	const id = cast.units.slave.id;
	const by = { accountId: cast.supervisor.actor.id, address: '' };
	const { stranger, slave, master } = cast;
	const his = { accountId: master.actor.id, address: '' };
	const own = () => listOwnUnitEvents(trx, stranger.actor, id, whole);
	await transferUnit(trx, by, id, { to: stranger.actor.id, keepMaster: true }, clock.pass({ days: 100 }));
	await releaseUnit(trx, his, id, clock.pass({ hours: 1 }));
	expect((await own()).map(({ kind, by, details }) => [kind, by, details])).toEqual([
		['released', 'another', { master: 'C1001' }],
		['transferred', 'support', { master: 'C1001' }],
	]);
	expect(JSON.stringify(await own())).not.toMatch(new RegExp(`${slave.code}|${cast.supervisor.name}`));
});

test('a unit and the one that took its place name each other, to a customer only where it is still his', async ({
	trx,
	cast,
	clock,
}) => {
	const old = cast.units.master.id;
	const next = await replaceUnit(trx, thePortal, old, 'KT-0001-N', clock.now);
	const { master, stranger } = cast;
	expect(await findSuccession(trx, old, master.actor)).toEqual({ replacedBy: 'KT-0001-N', replaces: null });
	await transferUnit(trx, thePortal, next, { to: stranger.actor.id, keepMaster: false }, clock.now);
	expect(await findSuccession(trx, next)).toEqual({ replacedBy: null, replaces: 'KT-0001-A' });
	expect(await findSuccession(trx, next, stranger.actor)).toEqual({ replacedBy: null, replaces: null });
	expect(await findSuccession(trx, old, master.actor)).toEqual({ replacedBy: null, replaces: null });
});
