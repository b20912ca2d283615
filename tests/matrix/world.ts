import { sql, type Kysely } from 'kysely';
import type { DB } from '../../src/database/schema.generated.ts';
import { gather } from '../cast.ts';
import {
	accessoryThings,
	administered,
	announceQuietly,
	closeQuietly,
	factorThings,
	offerCarrier,
	offerProvider,
	publishTerms,
	runImport,
} from './administering.ts';
import { fileTickets, stage } from './filing.ts';
import { sendThings } from './sending.ts';
import { customerThings, keepBindings, own, requestThings, unitThings, type Cast } from './owning.ts';
import type { Accounts } from './people.ts';
import type { Kind, Thing } from './thing.ts';

export type World = {
	accounts: Accounts;
	things: Record<Kind, Thing[]>;
	/** Puts back what an answer has used up. */
	repair(): Promise<void>;
};

/**
 * Builds customers, units and tickets in every relation, on top of the cast: what was bound, released, delegated and
 * transferred was so by the portal's own verbs. Every ticket is closed, so that no answer of the matrix changes one.
 */
export async function build(db: Kysely<DB>, dataDirectory: string): Promise<World> {
	const cast = await gather(db);
	const accounts = await open(db, cast);
	const units = await own(db, accounts, cast.units);
	const restoreBindings = await keepBindings(db);
	const tickets = await fileTickets(db, accounts, units, cast.branches);
	const waiting = await stage(db, accounts, dataDirectory);
	await publishTerms(db, accounts.debtor);
	await sql`update account set disabled_at = now() where id in (${accounts.disabled}, ${accounts.left})`.execute(db);
	return {
		accounts,
		things: {
			ticket: tickets.map(({ thing }) => thing),
			file: tickets.flatMap(({ files }) => files),
			'waiting file': waiting.things,
			...(await sendThings(db, accounts, units, cast.branches)),
			unit: unitThings(units),
			customer: await customerThings(db, accounts),
			request: await requestThings(db, accounts),
			factor: await factorThings(db, accounts),
			member: administered(
				'member',
				...[accounts.technician, accounts.auditor, 799_999].map((id) => ({ id: String(id) })),
			),
			announcement: administered('announcement', { id: String(await announceQuietly(db)) }, { id: '799999' }),
			closure: administered('closure', { id: String(await closeQuietly(db)) }, { id: '799999' }),
			provider: administered('provider', { id: String(await offerProvider(db)) }, { id: '799999' }),
			branch: administered('branch', { id: String(cast.branches.france) }, { id: '799999' }),
			carrier: administered('carrier', { id: String(await offerCarrier(db)) }, { id: '799999' }),
			product: administered('product', { slug: 'k-tag' }, { slug: 'data-bank' }, { slug: 'no-product' }),
			...(await accessoryThings(db)),
			terms: administered('terms', { version: '1' }, { version: '2' }, { version: '99' }),
			import: administered('import', { id: String(await runImport(db, accounts)) }, { id: '799999' }),
		},
		async repair() {
			await waiting.restore();
			await restoreBindings();
		},
	};
}

async function open(db: Kysely<DB>, cast: Cast): Promise<Accounts> {
	const customer = async (code: string, company: string, country = 'IT') => {
		const id = await account(db, 'customer', code.toLowerCase());
		const email = `${code.toLowerCase()}@workshop.example`;
		await db.insertInto('customer').values({ id, code, company, email, country }).execute();
		return id;
	};
	const staff = async (name: string, role: string, branches: number[]) => {
		const email = `${name.toLowerCase().replace(' ', '.')}@maker.example`;
		const id = await account(db, 'staff', email);
		await db.insertInto('staff').values({ id, name, email, role }).execute();
		for (const branch_id of branches)
			await db.insertInto('staff_branch').values({ staff_id: id, branch_id }).execute();
		return id;
	};
	return {
		master: cast.master.actor.id,
		slave: cast.slave.actor.id,
		stranger: cast.stranger.actor.id,
		sibling: await customer('C2002', 'Garage Soeur', 'FR'),
		formerSlave: await customer('C2003', 'Officina Sciolta'),
		formerMaster: await customer('C1002', 'Centro Vecchio'),
		formerOwner: await customer('C3001', 'Garage Venduto'),
		buyer: await customer('C3002', 'Garage Comprato'),
		disabled: await customer('C6001', 'Officina Chiusa'),
		debtor: await customer('C6002', 'Officina Nuova'),
		technician: cast.technician.actor.id,
		technicianFrance: cast.technicianFrance.actor.id,
		administrator: cast.administrator.actor.id,
		supervisorItaly: await staff('Silvia Neri', 'supervisor', [cast.branches.italy]),
		supervisorFrance: await staff('Sophie Blanc', 'supervisor', [cast.branches.france]),
		auditor: await staff('Aldo Revisi', 'auditor', []),
		left: await staff('Leo Andato', 'technician', [cast.branches.italy]),
	};
}

async function account(db: Kysely<DB>, kind: 'customer' | 'staff', login: string): Promise<number> {
	const values = { kind, login, second_factor_waived: kind === 'staff' };
	return (await db.insertInto('account').values(values).returning('id').executeTakeFirstOrThrow()).id;
}
