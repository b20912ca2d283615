import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveText } from '../../../attachments/receiving.ts';
import { database } from '../../../database/connection.ts';
import type { Account } from '../../../identity/account.ts';
import { confirmPassword, stepAfterPassword } from '../../../identity/authenticating.ts';
import { choosePassword, leastLength } from '../../../identity/choosing-password.ts';
import { passwordPurposes, peekCredential, useCredential } from '../../../identity/credentials.ts';
import { advanceSession, holdSession } from '../../../identity/sessions.ts';
import { enterAs, orRefused, rememberBrowser } from '../../entering.server.ts';
import { fieldErrors, flat } from '../../form.server.ts';
import { clearSession, doneBy, setSession, stepPage, wayBack } from '../../request.server.ts';
import type { Actions, PageServerLoad } from './$types';

/**
 * Three pages in one: what a letter's link opens (it is not used by being looked at: programs open links too), the choice after a
 * temporary password, and the change by who is logged in.
 */
export const load: PageServerLoad = async ({ locals, url, request }) => {
	const tokens = url.searchParams.getAll('token');
	if (tokens.length > 0) {
		const [token] = tokens.length === 1 ? tokens : [];
		const credential = await peekCredential(database(), token, new Date());
		const isValid = credential !== null && passwordPurposes.includes(credential.purpose);
		return { token: isValid && token ? token : null, choice: null };
	}
	// A link that opened nothing is told to whoever sent it, logged in or not.
	if (request.method === 'POST' && !mayChoose(locals.account)) return { token: null, choice: null };
	const account = chooser(locals.account);
	return {
		token: null,
		choice: {
			login: account.code || account.name,
			least: await leastLength(database(), account.id),
			asksCurrent: account.step === 'open',
		},
	};
};

const password = z.string().min(1, 'required').max(1024);
const useForm = z.strictObject({ token: z.array(z.string()).length(1) });
const firstForm = z.strictObject({ password, confirm: password });
const changeForm = firstForm.extend({ current: password });

export const actions: Actions = {
	async default(event) {
		const fields = await receiveText(event.request);
		if (fields['token']) return useLink(event, useForm.safeParse(fields).data?.token[0]);
		const account = chooser(event.locals.account);
		const parsed = (account.step === 'open' ? changeForm : firstForm).safeParse(flat(fields));
		if (!parsed.success) return fail(400, { errors: fieldErrors(parsed.error, event.locals.locale) });
		return save(event, account, parsed.data);
	},
};

/** Uses the letter's secret, once: the session that it opens can choose a password or log out. */
async function useLink(event: RequestEvent, token: string | undefined) {
	const answered = await orRefused(event, async () => {
		const { accountId } = await useCredential(database(), token, passwordPurposes, new Date());
		return database()
			.selectFrom('account')
			.select(['id', 'kind'])
			.where('id', '=', accountId)
			.executeTakeFirstOrThrow();
	});
	if ('problem' in answered) return fail(answered.status, { linkProblem: answered.problem });
	const { id, kind } = answered.entry;
	return enterAs(event, kind === 'staff' ? 'staff' : 'customer', { accountId: id, step: 'choose-password' });
}

type Typed = { current?: string; password: string; confirm: string };

/** Saves the password, then goes on under a new session to the step that is left. */
async function save(event: RequestEvent, account: Account, typed: Typed) {
	const { id, sessionId, actor } = account;
	const now = new Date();
	const answered = await orRefused(event, async () => {
		if (account.step === 'open') {
			const address = event.getClientAddress();
			await confirmPassword(database(), { accountId: id, sessionId, password: typed.current ?? '', address });
		}
		return database()
			.transaction()
			.execute(async (trx) => {
				if (!(await holdSession(trx, sessionId))) return null;
				await choosePassword(
					trx,
					{ accountId: id, password: typed.password, confirm: typed.confirm, session: sessionId },
					doneBy(event),
					now,
				);
				// Who was inside has shown his second factor already.
				const step = account.step === 'open' ? 'open' : await stepAfterPassword(trx, id);
				return { step, token: await advanceSession(trx, sessionId, step, now) };
			});
	});
	if ('problem' in answered) return fail(answered.status, { errors: { [fieldOf(answered.code)]: answered.problem } });
	if (!answered.entry) {
		clearSession(event.cookies);
		return redirect(303, actor.kind === 'staff' ? '/desk/login' : '/login');
	}
	const { step, token } = answered.entry;
	setSession(event.cookies, token);
	if (step === 'open') await rememberBrowser(event, id, now);
	return redirect(303, stepPage({ step, actor }) ?? wayBack(event.url, homeOf(account)));
}

/** Whose password may be chosen here; everybody else has another step to pass, or to log in. */
function chooser(account: Account | null): Account {
	if (!account) redirect(303, '/login');
	if (!mayChoose(account)) redirect(303, stepPage(account) ?? '/login');
	return account;
}

function mayChoose(account: Account | null): boolean {
	return account?.step === 'open' || account?.step === 'choose-password';
}

function fieldOf(code: string): string {
	const fields: Record<string, string> = {
		'password-wrong': 'current',
		'too-many-attempts': 'current',
		'password-mismatch': 'confirm',
	};
	return fields[code] ?? 'password';
}

/** After a change back to where it began, after a first choice to the work. */
function homeOf({ actor, step }: Account): string {
	if (step === 'open') return actor.kind === 'staff' ? '/desk/profile' : '/profile';
	return actor.kind === 'staff' ? '/desk/queue' : '/tickets';
}
