import type { Reading } from '../database/connection.ts';

/** What the audit log calls an account: `customer:C1001`, `staff:name@maker.example`. */
export async function accountSubject(db: Reading, accountId: number): Promise<string> {
	const { kind, login, code } = await db
		.selectFrom('account as a')
		.leftJoin('customer as c', 'c.id', 'a.id')
		.select(['a.kind', 'a.login', 'c.code'])
		.where('a.id', '=', accountId)
		.executeTakeFirstOrThrow();
	return `${kind}:${code ?? login}`;
}

/** What an account logs in with, in small letters: of staff, their e-mail address. */
export async function findLogin(db: Reading, accountId: number): Promise<string> {
	const { login } = await db
		.selectFrom('account')
		.select('login')
		.where('id', '=', accountId)
		.executeTakeFirstOrThrow();
	return login;
}
