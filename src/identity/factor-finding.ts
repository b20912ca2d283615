import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import type { Factor, FactorKind, Factors } from './factor.ts';

/** The account's second factors, oldest first, with what is left of its recovery codes. */
export async function findFactors(db: Reading, accountId: number): Promise<Factors> {
	const [factors, codesLeft, required] = await Promise.all([
		listFactors(db, accountId),
		countRecoveryCodes(db, accountId),
		mustHaveFactor(db, accountId),
	]);
	return { factors, codesLeft, required };
}

function listFactors(db: Reading, accountId: number): Promise<Factor[]> {
	return db
		.selectFrom('authenticator')
		.select(['id', 'kind', 'name', 'used_at as usedAt', sql<Date>`confirmed_at`.as('addedAt')])
		.where('account_id', '=', accountId)
		.where('confirmed_at', 'is not', null)
		.orderBy('confirmed_at')
		.$castTo<Factor>()
		.execute();
}

async function countRecoveryCodes(db: Reading, accountId: number): Promise<number> {
	const { left } = await db
		.selectFrom('recovery_code')
		.select((count) => count.fn.countAll<number>().as('left'))
		.where('account_id', '=', accountId)
		.where('used_at', 'is', null)
		.executeTakeFirstOrThrow();
	return left;
}

/** Staff need a second factor, but for those of the demonstration; a customer's account where it was turned on. */
async function mustHaveFactor(db: Reading, accountId: number): Promise<boolean> {
	const account = await db
		.selectFrom('account')
		.select(['kind', 'second_factor_waived as waived', 'second_factor_required as required'])
		.where('id', '=', accountId)
		.executeTakeFirstOrThrow();
	return account.required || (account.kind === 'staff' && !account.waived);
}

/** The kinds of factor that can be asked for at login, and whether a recovery code is left. */
export async function waysToProve(db: Reading, accountId: number): Promise<(FactorKind | 'recovery-code')[]> {
	const { factors, codesLeft } = await findFactors(db, accountId);
	const kinds = new Set(factors.map(({ kind }) => kind));
	return [...kinds, ...(codesLeft > 0 ? (['recovery-code'] as const) : [])];
}
