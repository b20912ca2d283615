import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { receiveText } from '../../attachments/receiving.ts';
import type { By } from '../../audit/entry.ts';
import { database, type Writing } from '../../database/connection.ts';
import type { Account } from '../../identity/account.ts';
import { deviceOf } from '../../identity/agent.ts';
import type { Enrolled } from '../../identity/enrolling.ts';
import { appAddress } from '../../identity/totp-checking.ts';
import { tellAccount } from '../../mail/sending-credentials.ts';
import { m } from '../../paraglide/messages.js';
import { Refusal } from '../../refusal.ts';
import { homes, rememberBrowser } from '../entering.server.ts';
import { profileOf } from '../factoring.server.ts';
import { flat } from '../form.server.ts';
import { currentMaker, doneBy, setSession, wayBack } from '../request.server.ts';
import { drawCode } from './drawing.server.ts';
import type { Connecting, Outcome } from './outcome.ts';

/** The fields of one of these forms. @throws Refusal `form-invalid` for any other field, or one that is too long */
export async function fieldsOf<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.infer<Schema>> {
	const form = schema.safeParse(flat(await receiveText(request)));
	if (!form.success) throw new Refusal('form-invalid');
	return form.data;
}

type Enrolment = (trx: Writing, by: By, now: Date) => Promise<Enrolled>;

/** Adds a factor, tells its owner, and shows the recovery codes it brought; without any, goes on at once. */
export async function enrol(event: RequestEvent, account: Account, add: Enrolment): Promise<Outcome> {
	const now = new Date();
	const { codes, token } = await database()
		.transaction()
		.execute(async (trx) => {
			const enrolled = await add(trx, doneBy(event), now);
			await tellAccount(trx, account.id, 'factor-changed', `factor-${enrolled.id}-added`);
			return enrolled;
		});
	if (token) {
		setSession(event.cookies, token);
		await rememberBrowser(event, account.id, now);
	}
	const home = token ? homes[account.actor.kind] : `${profileOf(account)}#factors`;
	const next = wayBack(event.url, home);
	return codes ? { codes, next } : redirect(303, next);
}

export async function connectingOf(account: Account, app: { id: string; secret: string }): Promise<Connecting> {
	const { brand } = await currentMaker();
	const address = appAddress(app.secret, { issuer: brand, label: account.code || account.name });
	return { ...app, address, picture: drawCode(address) };
}

/** What a new factor is called: the device on which it was set up. */
export function deviceNameOf({ request, locals }: RequestEvent): string {
	return deviceOf(request.headers.get('user-agent') ?? '') || m.session_device_unknown({}, { locale: locals.locale });
}

/** What a browser signed; anything that is no JSON is a wrong answer like every other. */
export function signedBy(response: string): unknown {
	try {
		return JSON.parse(response);
	} catch {
		return null;
	}
}
