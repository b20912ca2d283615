import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { may, type StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import type { Branch, BranchSheet, OfficeHours, Silence } from './branch.ts';
import { branchesServing } from './serving.ts';

export type Maker = { brand: string; accent: string; logo: string; website: string };

/** The maker whose portal this is: brand name, accent colour and logo are data of the installation. */
export async function findMaker(db: Reading): Promise<Maker> {
	return db.selectFrom('maker').select(['brand', 'accent', 'logo', 'website']).executeTakeFirstOrThrow();
}

/** Every branch with its weekly hours; the one that serves the rest first. */
export function listBranches(db: Reading): Promise<Branch[]> {
	return branches(db).orderBy('b.serves_the_rest', 'desc').orderBy('b.id').execute();
}

/** The branch that serves a country (product.md B2). */
export async function branchServing(db: Reading, country: string): Promise<Branch> {
	const serving = (await branchesServing(db, [country])).get(country);
	return branches(db)
		.where('b.id', '=', serving?.id ?? 0)
		.executeTakeFirstOrThrow();
}

/** Every branch with all that is administered, the one that takes the rest first. @throws Refusal `not-allowed` */
export function listBranchSheets(db: Reading, actor: StaffActor): Promise<BranchSheet[]> {
	return sheets(db, actor).orderBy('b.serves_the_rest', 'desc').orderBy('b.id').execute();
}

/** One of them. @throws Refusal `not-allowed`, `not-found` */
export async function findBranchSheet(db: Reading, actor: StaffActor, id: number): Promise<BranchSheet> {
	const sheet = await sheets(db, actor).where('b.id', '=', id).executeTakeFirst();
	if (!sheet) throw new Refusal('not-found');
	return sheet;
}

/** After how many working days a customer's silence has consequences (product.md M5). */
export function findSilence(db: Reading): Promise<Silence> {
	return db
		.selectFrom('maker')
		.select(['reminded_after_days as remindedAfterDays', 'closed_after_days as closedAfterDays'])
		.executeTakeFirstOrThrow();
}

function sheets(db: Reading, actor: StaffActor) {
	if (!may(actor, 'inspect')) throw new Refusal('not-allowed');
	const countries = sql<string[]>`array(select country from branch_country where branch_id = b.id order by country)`;
	return branches(db)
		.select([countries.as('countries'), 'b.serves_the_rest as takesTheRest', 'b.version'])
		.select('b.shipping_address as shippingAddress')
		.select(sql<BranchSheet['shippingInstructions']>`b.shipping_instructions`.as('shippingInstructions'));
}

function branches(db: Reading) {
	const hours = sql<OfficeHours[]>`(
		select coalesce(json_agg(json_build_object(
			'weekday', h.weekday, 'opens', to_char(h.opens, 'HH24:MI'), 'closes', to_char(h.closes, 'HH24:MI')
		) order by h.weekday, h.opens), '[]')
		from branch_hours as h where h.branch_id = b.id
	)`;
	return db
		.selectFrom('branch as b')
		.select([
			'b.id',
			'b.slug',
			'b.legal_name as legalName',
			'b.country',
			'b.time_zone as timeZone',
			'b.languages',
			'b.phone',
		])
		.select(hours.as('hours'));
}
