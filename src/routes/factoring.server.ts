import type { RequestEvent } from '@sveltejs/kit';
import { database } from '../database/connection.ts';
import type { Account } from '../identity/account.ts';
import type { FactorView } from '../identity/factor.ts';
import { findFactors } from '../identity/factor-finding.ts';
import { proveOwner } from '../identity/proving.ts';
import { m } from '../paraglide/messages.js';
import { formatDateTime } from '../ui/format.ts';
import { orRefused, type Refused } from './entering.server.ts';
import { asAnybody, doneBy } from './request.server.ts';

/** What the list of second factors shows, wherever it stands. */
export async function factorsOf({ id, locale, timeZone }: Account): Promise<FactorView> {
	const { factors, codesLeft, required } = await findFactors(database(), id);
	const day = (at: Date) => formatDateTime(at, locale, timeZone, 'date');
	return {
		factors: factors.map(({ id: factorId, kind, name, addedAt, usedAt }) => {
			return { id: factorId, kind, name, added: day(addedAt), used: usedAt && day(usedAt) };
		}),
		codesLeft,
		required,
	};
}

/** Who sets up a second factor: whoever is inside, and whoever has it as his next step. */
export function asEnrolling(event: RequestEvent): Account {
	const { account } = event.locals;
	return account?.step === 'enrol-factor' ? account : asAnybody(event).account;
}

/** The page where a person keeps his factors. */
export function profileOf({ actor }: Account): string {
	return actor.kind === 'staff' ? '/desk/profile' : '/profile';
}

/**
 * Whoever is inside shows once more who he is, by his password or a code; whoever is about to set up his first factor has just done so.
 * @throws Refusal `password-wrong`, `too-many-attempts`, `too-busy`
 */
async function proveAgain(event: RequestEvent, account: Account, typed: string): Promise<void> {
	if (account.step === 'enrol-factor') return;
	const { id, sessionId } = account;
	const { address } = doneBy(event);
	await proveOwner(database(), { id, sessionId, typed, address }, new Date());
}

/** The same, answering why not, or null. */
export async function doubtAbout(event: RequestEvent, account: Account, typed: string): Promise<Refused | null> {
	const answered = await orRefused(event, () => proveAgain(event, account, typed));
	if ('entry' in answered) return null;
	if (answered.code !== 'password-wrong') return answered;
	return { ...answered, problem: m.factor_proof_wrong({}, { locale: event.locals.locale }) };
}
