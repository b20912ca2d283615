import { thePortal } from '../../src/audit/entry.ts';
import type { Writing } from '../../src/database/connection.ts';
import { registerCustomer } from '../../src/customers/registering.ts';
import type { Role } from '../../src/identity/actor.ts';
import { hashPassword } from '../../src/identity/password.ts';
import { registerMember } from '../../src/staff/registering.ts';
import { registerUnit } from '../../src/units/registering.ts';
import { customers, demonstrationPassword, staff } from './customers.ts';
import type { Cast } from './telling.ts';
import { units } from './units.ts';

/** Registers everybody of the demonstration with their units. One hash serves all accounts: hashing is slow on purpose. */
export async function registerEverybody(trx: Writing, now: Date): Promise<Cast> {
	const cast: Cast = new Map();
	const passwordHash = await hashPassword(demonstrationPassword);
	for (const customer of customers) {
		const { id } = await registerCustomer(trx, { ...customer, passwordHash }, thePortal, now);
		cast.set(customer.code, { kind: 'customer', id });
	}
	const branchIds = new Map(
		(await trx.selectFrom('branch').select(['slug', 'id']).execute()).map(({ slug, id }) => [slug, id]),
	);
	for (const member of staff) {
		const serves = member.branches.flatMap((slug) => branchIds.get(slug) ?? []);
		cast.set(member.email, await employ(trx, member, serves, passwordHash));
	}
	await registerUnits(trx, cast, now);
	return cast;
}

async function employ(trx: Writing, member: (typeof staff)[number], branchIds: number[], passwordHash: string) {
	const role: Role = member.role;
	const id = await registerMember(trx, { ...member, branchIds, passwordHash, secondFactorWaived: true });
	return { kind: 'staff' as const, id, role, branchIds };
}

async function registerUnits(trx: Writing, cast: Cast, now: Date): Promise<void> {
	const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO('UTC').toPlainDate();
	// Before the first of the tickets that are about them.
	const bought = new Date(now.getTime() - 500 * 86_400_000);
	const idOf = (code: string) => cast.get(code)?.id;
	for (const unit of units) {
		const customerId = idOf(unit.customer);
		if (customerId === undefined) throw new Error(`${unit.serial} belongs to nobody`);
		const { product, serial, username, kind = null, version: softwareVersion } = unit;
		const masterId = unit.master ? idOf(unit.master) : null;
		const subscriptionUntil = today.add({ days: unit.subscriptionDays }).toString();
		const facts = { product, serial, customerId, kind, masterId, username, subscriptionUntil, softwareVersion };
		await registerUnit(trx, facts, thePortal, bought);
	}
}
