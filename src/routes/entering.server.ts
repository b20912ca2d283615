import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { receiveText } from '../attachments/receiving.ts';
import { database } from '../database/connection.ts';
import { authenticate } from '../identity/authenticating.ts';
import { closeSession, openSession } from '../identity/sessions.ts';
import { m } from '../paraglide/messages.js';
import { refusalWords } from '../refusal-words.ts';
import { Refusal } from '../refusal.ts';
import { sessionCookie, setSession, wayBack } from './request.server.ts';

type Door = { kind: 'customer' | 'staff'; loginField: 'code' | 'email'; home: string };

/** Logs in through one of the two doors and goes where the visitor was headed; a refusal comes back with what he typed, but for the password. */
export async function enterBy(event: RequestEvent, { kind, loginField, home }: Door) {
	const fields = await receiveText(event.request);
	const login = fields[loginField]?.at(-1) ?? '';
	const password = fields['password']?.at(-1) ?? '';
	const sound = login.length <= 254 && password.length <= 1024 && login.isWellFormed() && !login.includes('\0');
	try {
		if (!login.trim() || !password || !sound) throw new Refusal('login-failed');
		const entry = await authenticate(database(), { kind, login, password, address: event.getClientAddress() });
		const agent = event.request.headers.get('user-agent') ?? '';
		// A session from before must not live on under the new one.
		const before = event.cookies.get(sessionCookie());
		if (before) await closeSession(database(), before);
		const token = await database()
			.transaction()
			.execute((trx) => openSession(trx, { ...entry, address: event.getClientAddress(), agent }, new Date()));
		setSession(event.cookies, token);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		const { retryAfter } = error.details;
		if (retryAfter) event.setHeaders({ 'retry-after': String(retryAfter) });
		const typed = sound ? login : '';
		const { locale } = event.locals;
		const isStaff = kind === 'staff' && error.code === 'login-failed';
		const problem = isStaff ? m.desk_login_failed({}, { locale }) : refusalWords(error.code, error.details, locale);
		return fail(error.status, { login: typed, problem });
	}
	return redirect(303, wayBack(event.url, home));
}
