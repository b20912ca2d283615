import { redirect } from '@sveltejs/kit';
import { receiveText } from '../../attachments/receiving.ts';
import { database } from '../../database/connection.ts';
import { isLocale } from '../../identity/account.ts';
import { chooseLanguage } from '../../identity/language.ts';
import { Refusal } from '../../refusal.ts';
import { languageCookie } from '../request.server.ts';
import type { RequestHandler } from './$types';

/** Chooses the language, for this browser and for the account, and goes back to where one was. */
export const POST: RequestHandler = async ({ request, cookies, locals }) => {
	const fields = await receiveText(request);
	const locale = fields['locale']?.at(-1);
	if (!isLocale(locale)) throw new Refusal('form-invalid');
	cookies.set(languageCookie, locale, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: false,
		maxAge: 365 * 86_400,
	});
	if (locals.account) await chooseLanguage(database(), locals.account.id, locale);
	const back = fields['back']?.at(-1) ?? '/';
	redirect(303, /^\/(?![/\\])[\x21-\x7e]*$/.test(back) ? back : '/');
};
