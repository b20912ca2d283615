import { sql, type Kysely } from 'kysely';
import type { DB } from '../../src/database/schema.generated.ts';
import { bindUnit, releaseUnit } from '../../src/units/binding.ts';
import { delegate } from '../../src/units/delegating.ts';
import { transferUnit } from '../../src/units/transferring.ts';
import type { CastUnit, gather } from '../cast.ts';
import { customers, type Accounts, type CustomerName } from './people.ts';
import type { Thing } from './thing.ts';

const now = new Date();
const byNobody = { accountId: null, address: '127.0.0.1' };

export type Cast = Awaited<ReturnType<typeof gather>>;

export type Units = Awaited<ReturnType<typeof own>>;

/** Units as they are now; what they were before stands in their history. */
export async function own(db: Kysely<DB>, accounts: Accounts, cast: Cast['units']) {
	const add = async (owner: CustomerName, serial: string, kind: 'master' | 'slave' = 'slave'): Promise<CastUnit> => {
		const values = { product: 'kessv2', serial, kind, customer_id: accounts[owner] };
		const { id } = await db.insertInto('unit').values(values).returning('id').executeTakeFirstOrThrow();
		return { id, product: 'kessv2', serial };
	};
	const units = {
		...cast,
		shown: await add('slave', 'KS-0011-B'),
		answered: await add('slave', 'KS-0012-B'),
		closed: await add('slave', 'KS-0013-B'),
		sibling: await add('sibling', 'KS-0020-C'),
		released: await add('formerSlave', 'KS-0030-D'),
		formerMaster: await add('formerMaster', 'KM-0040-F', 'master'),
		sold: await add('formerOwner', 'KS-0050-G'),
		disabled: await add('disabled', 'KS-0060-H'),
		debtor: await add('debtor', 'KS-0070-I'),
	};
	await db.transaction().execute(async (trx) => {
		const { master, slave, formerOwner, formerSlave, buyer } = accounts;
		const grant = (who: number, unit: CastUnit, mayReply: boolean, mayClose: boolean) =>
			delegate(
				trx,
				{ kind: 'customer', id: who },
				{ unitId: unit.id, mayView: true, mayReply, mayClose },
				byNobody,
				now,
			);
		const { shown, answered, closed, sibling, released, sold } = units;
		for (const unit of [shown, answered, closed, sibling, released, sold])
			await bindUnit(trx, byNobody, unit.id, master, now);
		await grant(slave, shown, false, false);
		await grant(slave, answered, true, false);
		await grant(slave, closed, false, true);
		await grant(formerSlave, released, true, true);
		await releaseUnit(trx, byNobody, released.id, now);
		await grant(formerOwner, sold, true, true);
		await transferUnit(trx, byNobody, sold.id, { to: buyer, keepMaster: true }, now);
		await grant(buyer, sold, true, true);
	});
	return units;
}

/** A unit is seen at the desk where its owner is; its owner is named first, then the Master to whom it is bound. */
export function unitThings(units: Units): Thing[] {
	const thing = (name: string, { product, serial }: CastUnit, ...users: CustomerName[]): Thing => ({
		name,
		values: { product, serial },
		rights: Object.fromEntries(
			users.map((user, place) => [user, place === 0 ? ['view', 'own'] : ['view', 'let go']]),
		),
		branches: branchesOf(users[0]),
	});
	return [
		thing('the Master’s unit', units.master, 'master'),
		thing('the Slave’s unit', units.slave, 'slave', 'master'),
		thing('the Slave’s unit, all but closing granted', units.answered, 'slave', 'master'),
		thing('the sibling’s unit', units.sibling, 'sibling', 'master'),
		thing('a released unit', units.released, 'formerSlave'),
		thing('a former Master’s unit', units.formerMaster, 'formerMaster'),
		thing('a sold unit', units.sold, 'buyer', 'master'),
		thing('a stranger’s unit', units.stranger, 'stranger'),
		thing('a unit whose owner owes the terms', units.debtor, 'debtor'),
		{ ...thing('a missing unit', { id: 0, product: 'kessv2', serial: 'KS-9999-Z' }), branches: [], isMissing: true },
	];
}

/** Where staff see a customer: in the branch of his country, and where he has a ticket or his unit has. */
function branchesOf(name: CustomerName | undefined): string[] {
	if (name === 'sibling') return ['france'];
	return name === 'slave' ? ['france', 'italy'] : ['italy'];
}

export async function customerThings(db: Kysely<DB>, accounts: Accounts): Promise<Thing[]> {
	const rows = await db.selectFrom('customer').select(['id', 'code']).orderBy('id').execute();
	const things = rows.map(({ id, code }) => {
		const name = customers.find((one) => accounts[one] === id);
		return { name: `customer ${name}`, values: { code }, rights: {}, branches: branchesOf(name) };
	});
	const missing = { name: 'a missing customer', values: { code: 'C9999' }, rights: {}, branches: [] };
	return [...things, { ...missing, isMissing: true }];
}

export async function requestThings(db: Kysely<DB>, accounts: Accounts): Promise<Thing[]> {
	const ask = async (who: CustomerName, serial: string) => {
		const values = { master_id: accounts[who], product: 'kessv2', serial, created_at: now };
		const { id } = await db.insertInto('binding_request').values(values).returning('id').executeTakeFirstOrThrow();
		return String(id);
	};
	await sql`alter table binding_request alter column id restart with 700001`.execute(db);
	const thing = (name: string, id: string, rights: Thing['rights'], ...branches: string[]) => {
		return { name, values: { id }, rights, branches };
	};
	const own = ['view', 'own'] as const;
	return [
		thing('what the Master asks of a former Slave', await ask('master', 'KS-0030-D'), { master: own }, 'italy'),
		thing('what a former Master asks for', await ask('formerMaster', 'KS-7777-Q'), { formerMaster: own }, 'italy'),
		{ ...thing('a missing request', '799999', {}), isMissing: true },
	];
}

/** Puts back who is whose Slave and what is granted, after somebody let a unit go or withdrew what he asked for. */
export async function keepBindings(db: Kysely<DB>) {
	const bound = await db.selectFrom('unit').select(['id', 'master_id']).where('master_id', 'is not', null).execute();
	const grants = await db.selectFrom('delegation').selectAll().execute();
	return async () => {
		for (const { id, master_id } of bound)
			await db.updateTable('unit').set({ master_id }).where('id', '=', id).where('master_id', 'is', null).execute();
		await db
			.insertInto('delegation')
			.values(grants)
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		const waiting = { state: 'waiting', decided_at: null, decided_by: null };
		await db.updateTable('binding_request').set(waiting).where('state', '<>', 'waiting').execute();
	};
}
