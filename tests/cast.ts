import type { Kysely } from 'kysely';
import type { DB } from '../src/database/schema.generated.ts';
import type { Locale } from '../src/identity/account.ts';
import type { CustomerActor, Role, StaffActor } from '../src/identity/actor.ts';
import { hashPassword } from '../src/identity/password.ts';

export const maker = { brand: 'Serialdesk', accent: '#c2410c', logo: '' };

/** The password of everybody in the cast. */
export const password = 'a password of the cast';

export type CastCustomer = { actor: CustomerActor; code: string; company: string; email: string; locale: Locale };
export type CastStaff = { actor: StaffActor; name: string; email: string };
export type CastUnit = { id: number; product: string; serial: string };

type Db = Kysely<DB>;

/** Writes the fixed cast, its branches, products and units into an empty database. */
export async function gather(db: Db) {
	const passwordHash = await hashPassword(password);
	const branches = await openBranches(db);
	await offerProducts(db);
	const customer = (details: Omit<CastCustomer, 'actor' | 'email'> & { country: string }) =>
		registerCustomer(db, passwordHash, details);
	const employee = (name: string, role: Role, branchIds: number[]) =>
		employ(db, passwordHash, { name, role, branchIds });

	const master = await customer({ code: 'C1001', company: 'Officina Ferri', country: 'IT', locale: 'it' });
	const slave = await customer({ code: 'C2001', company: 'Garage Lumière', country: 'FR', locale: 'fr' });
	const stranger = await customer({ code: 'C5001', company: 'Northgate Tuning', country: 'IT', locale: 'en' });
	return {
		branches,
		master,
		slave,
		stranger,
		technician: await employee('Tecla Riva', 'technician', [branches.italy]),
		technicianFrance: await employee('Bruno Faure', 'technician', [branches.france]),
		supervisor: await employee('Sonia Valli', 'supervisor', Object.values(branches)),
		administrator: await employee('Ada Conti', 'administrator', Object.values(branches)),
		units: {
			master: await addUnit(db, master, { product: 'k-tag', serial: 'KT-0001-A', kind: 'master' }),
			slave: await addUnit(db, slave, {
				product: 'kessv2',
				serial: 'KS-0002-B',
				kind: 'slave',
				masterId: master.actor.id,
			}),
			stranger: await addUnit(db, stranger, { product: 'k-tag', serial: 'KT-0005-E', kind: 'master' }),
		},
	};
}

async function openBranches(db: Db) {
	const [italy, france, spain] = await db
		.insertInto('branch')
		.values([
			{
				slug: 'italy',
				legal_name: 'Italy',
				country: 'IT',
				time_zone: 'Europe/Rome',
				languages: ['it', 'en'],
				serves_the_rest: true,
			},
			{ slug: 'france', legal_name: 'France', country: 'FR', time_zone: 'Europe/Paris', languages: ['fr'] },
			{ slug: 'spain', legal_name: 'Spain', country: 'ES', time_zone: 'Europe/Madrid', languages: ['es'] },
		])
		.returning('id')
		.execute();
	const served = { FR: france!.id, ES: spain!.id, AD: spain!.id };
	await db
		.insertInto('branch_country')
		.values(Object.entries(served).map(([country, branchId]) => ({ country, branch_id: branchId })))
		.execute();
	await db.insertInto('maker').values(maker).execute();
	return { italy: italy!.id, france: france!.id, spain: spain!.id };
}

const vehicleFields = ['make', 'model', 'engine', 'year', 'ecu', 'protocol'];
const slots = ['error-screenshot', 'wiring-photo', 'tool-log', 'original-file', 'modified-file', 'other'];

async function offerProducts(db: Db): Promise<void> {
	const product = (slug: string, name: string, position: number) => ({
		slug,
		name,
		position,
		taglines: JSON.stringify({ en: name }),
		newest_version: '5.1',
		has_serials: slug !== 'data-bank',
		fields: slug === 'data-bank' ? [] : vehicleFields,
		slots: slug === 'data-bank' ? ['other'] : slots,
	});
	const products = [
		product('kessv2', 'KESSv2', 1),
		product('k-tag', 'K-TAG', 2),
		product('data-bank', 'Data Bank', 5),
	];
	await db.insertInto('product').values(products).execute();
}

type NewCustomer = { code: string; company: string; country: string; locale: Locale };

async function registerCustomer(db: Db, passwordHash: string, details: NewCustomer): Promise<CastCustomer> {
	const { code, company, country, locale } = details;
	const email = `${code.toLowerCase()}@workshop.example`;
	const id = await openAccount(db, { kind: 'customer', login: code, passwordHash, locale });
	await db.insertInto('customer').values({ id, code, company, email, country }).execute();
	return { actor: { kind: 'customer', id }, code, company, email, locale };
}

type NewEmployee = { name: string; role: Role; branchIds: number[] };

async function employ(db: Db, passwordHash: string, { name, role, branchIds }: NewEmployee): Promise<CastStaff> {
	const email = `${name.split(' ')[0]!.toLowerCase()}@maker.example`;
	const id = await openAccount(db, { kind: 'staff', login: email, passwordHash, locale: 'en' });
	await db.insertInto('staff').values({ id, name, email, role }).execute();
	await db
		.insertInto('staff_branch')
		.values(branchIds.map((branchId) => ({ staff_id: id, branch_id: branchId })))
		.execute();
	return { actor: { kind: 'staff', id, role, branchIds }, name, email };
}

type NewAccount = { kind: 'customer' | 'staff'; login: string; passwordHash: string; locale: Locale };

async function openAccount(db: Db, { kind, login, passwordHash, locale }: NewAccount): Promise<number> {
	const account = await db
		.insertInto('account')
		.values({
			kind,
			login: login.toLowerCase(),
			password_hash: passwordHash,
			locale,
			second_factor_waived: kind === 'staff',
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return account.id;
}

type NewUnit = { product: string; serial: string; kind: 'master' | 'slave'; masterId?: number };

async function addUnit(db: Db, owner: CastCustomer, { product, serial, kind, masterId }: NewUnit): Promise<CastUnit> {
	const unit = await db
		.insertInto('unit')
		.values({ product, serial, kind, customer_id: owner.actor.id, master_id: masterId ?? null })
		.returning('id')
		.executeTakeFirstOrThrow();
	return { id: unit.id, product, serial };
}
