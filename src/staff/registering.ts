import type { Writing } from '../database/connection.ts';
import type { Locale } from '../identity/account.ts';
import type { Role } from '../identity/actor.ts';

export type NewMember = {
	name: string;
	email: string;
	role: Role;
	branchIds: number[];
	locale: Locale;
	timeZone: string;
	passwordHash?: string | null;
	/** Demonstration accounts only: nobody else logs in at the desk without a second factor. */
	secondFactorWaived?: boolean;
};

/** Makes a staff member and his account; answers the id of both. */
export async function registerMember(trx: Writing, member: NewMember): Promise<number> {
	const { id } = await trx
		.insertInto('account')
		.values({
			kind: 'staff',
			login: member.email.toLowerCase(),
			locale: member.locale,
			time_zone: member.timeZone,
			password_hash: member.passwordHash ?? null,
			second_factor_waived: member.secondFactorWaived ?? false,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await trx.insertInto('staff').values({ id, name: member.name, email: member.email, role: member.role }).execute();
	for (const branchId of member.branchIds) {
		await trx.insertInto('staff_branch').values({ staff_id: id, branch_id: branchId }).execute();
	}
	return id;
}
