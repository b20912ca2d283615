import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { receiveText } from '../attachments/receiving.ts';
import { config } from '../config.server.ts';
import { database } from '../database/connection.ts';
import type { Account } from '../identity/account.ts';
import { authenticate, type Entry } from '../identity/authenticating.ts';
import { isKnownDevice, knownForDays, rememberDevice } from '../identity/devices.ts';
import { waysToProve } from '../identity/factor-finding.ts';
import { judgeFactor, type Answer } from '../identity/proving.ts';
import { advanceSession, closeSession, holdSession, openSession } from '../identity/sessions.ts';
import { m } from '../paraglide/messages.js';
import { refusalWords } from '../refusal-words.ts';
import { Refusal, type RefusalCode } from '../refusal.ts';
import { clearSession, sessionCookie, setSession, stepPage, wayBack } from './request.server.ts';

type Kind = 'customer' | 'staff';
type Door = { kind: Kind; loginField: 'code' | 'email' };

export const homes: Record<Kind, string> = { customer: '/tickets', staff: '/desk/queue' };

/**
 * The action of both doors: first code or address with the password, then `otp` where a second factor is asked for. A refusal
 * comes back with what was typed, but for the password.
 */
export async function enterBy(event: RequestEvent, door: Door) {
	const fields = await receiveText(event.request);
	const otp = fields['otp']?.at(-1);
	if (otp !== undefined) return passSecondFactor(event, door.kind, { typed: otp });
	const login = fields[door.loginField]?.at(-1) ?? '';
	const password = fields['password']?.at(-1) ?? '';
	const sound = login.length <= 254 && password.length <= 1024 && login.isWellFormed() && !login.includes('\0');
	const answered = await orRefused(event, async () => {
		if (!login.trim() || !password || !sound) throw new Refusal('login-failed');
		const device = event.cookies.get(deviceCookie());
		const address = event.getClientAddress();
		return authenticate(database(), { kind: door.kind, login, password, address, device });
	});
	if ('entry' in answered) return enterAs(event, door.kind, answered.entry);
	const { status, code, problem } = answered;
	const isStaff = door.kind === 'staff' && code === 'login-failed';
	const words = isStaff ? m.desk_login_failed({}, { locale: event.locals.locale }) : problem;
	return fail(status, { login: sound ? login : '', problem: words });
}

/** Whoever has shown who he is enters, under a new session, and goes where he was headed or to the step that is left. */
export async function enterAs(event: RequestEvent, kind: Kind, entry: Entry, to = wayBack(event.url, homes[kind])) {
	// A session from before must not live on under the new one.
	const before = event.cookies.get(sessionCookie());
	if (before) await closeSession(database(), before);
	const address = event.getClientAddress();
	const agent = event.request.headers.get('user-agent') ?? '';
	const now = new Date();
	const token = await database()
		.transaction()
		.execute((trx) => openSession(trx, { ...entry, address, agent }, now));
	setSession(event.cookies, token);
	const page = stepPage({ step: entry.step, actor: { kind } });
	if (page) return redirect(303, page + (to === homes[kind] ? '' : `?to=${encodeURIComponent(to)}`));
	await rememberBrowser(event, entry.accountId, now);
	return redirect(303, to);
}

/** Who has still to show his second factor at this door, and by what he can; null for everybody else. */
export async function waitingFor({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>, kind: Kind) {
	const { account } = locals;
	if (account?.step !== 'second-factor' || account.actor.kind !== kind) return null;
	const { name, code } = account;
	const ways = await waysToProve(database(), account.id);
	return { name, code, ways, passkeyPage: `/factors/passkey${url.search}` };
}

/** Sends whoever is inside already on his way, and whoever has another step to pass to its page. */
export function passThrough({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>, kind: Kind): void {
	const { account } = locals;
	if (account?.actor.kind !== kind || account.step === 'second-factor') return;
	const page = stepPage(account);
	redirect(303, page ? page + url.search : wayBack(url, homes[kind]));
}

/** Looks at the second factor. The right one opens the session, under a new token; five wrong ones end it. */
export async function passSecondFactor(event: RequestEvent, kind: Kind, answer: Answer) {
	const { account, locale } = event.locals;
	if (account?.step !== 'second-factor' || account.actor.kind !== kind) {
		return fail(400, { login: '', problem: m.login_step_gone({}, { locale }) });
	}
	const now = new Date();
	const answered = await orRefused(event, async () => {
		const device = event.cookies.get(deviceCookie());
		const isKnown = await isKnownDevice(database(), account.id, device, now);
		return judgeFactor(database(), account, answer, { isKnownDevice: isKnown, now });
	});
	if (!('entry' in answered)) return fail(answered.status, { login: '', problem: answered.problem });
	switch (answered.entry) {
		case 'right':
			return open(event, account, now);
		case 'wrong':
			return fail(400, { login: '', problem: refusalWords('factor-wrong', {}, locale) });
		case 'last':
			await leave(event);
			return fail(400, { login: '', problem: m.login_step_ended({}, { locale }) });
	}
}

async function open(event: RequestEvent, { id, sessionId, actor }: Account, now: Date) {
	const token = await database()
		.transaction()
		.execute(async (trx) =>
			(await holdSession(trx, sessionId)) ? advanceSession(trx, sessionId, 'open', now) : null,
		);
	if (!token) return fail(400, { login: '', problem: m.login_step_gone({}, { locale: event.locals.locale }) });
	setSession(event.cookies, token);
	await rememberBrowser(event, id, now);
	return redirect(303, wayBack(event.url, homes[actor.kind]));
}

/** The session is over, and the page that answers knows it. */
async function leave(event: RequestEvent): Promise<void> {
	const token = event.cookies.get(sessionCookie());
	if (token) await closeSession(database(), token);
	clearSession(event.cookies);
	event.locals.account = null;
}

/** A browser that passed every step is known: strangers who try this account's password do not lock it out. */
export async function rememberBrowser(event: RequestEvent, accountId: number, now: Date): Promise<void> {
	const name = deviceCookie();
	if (await isKnownDevice(database(), accountId, event.cookies.get(name), now)) return;
	const token = await database()
		.transaction()
		.execute((trx) => rememberDevice(trx, accountId, now));
	const { secureCookies: secure } = config();
	event.cookies.set(name, token, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure,
		maxAge: knownForDays * 86_400,
	});
}

function deviceCookie(): string {
	return config().secureCookies ? '__Host-serialdesk-device' : 'serialdesk-device';
}

export type Refused = { status: number; code: RefusalCode; problem: string };

/** What was wanted, or its refusal in the reader's words, with `Retry-After` where one has to wait. */
export async function orRefused<Wanted>(
	event: RequestEvent,
	want: () => Promise<Wanted>,
): Promise<{ entry: Wanted } | Refused> {
	try {
		return { entry: await want() };
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		const { status, code, details } = error;
		if (details['retryAfter']) event.setHeaders({ 'retry-after': String(details['retryAfter']) });
		return { status, code, problem: refusalWords(code, details, event.locals.locale) };
	}
}
