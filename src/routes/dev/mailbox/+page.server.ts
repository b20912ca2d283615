import { database } from '../../../database/connection.ts';
import { config } from '../../../config.server.ts';
import { newestLetters } from '../../../mail/browsing.ts';
import { Refusal } from '../../../refusal.ts';
import { formatDateTime } from '../../../ui/format.ts';
import type { PageServerLoad } from './$types';

/** The demonstration's mailbox: where a newcomer reads what customers are mailed. Exists in the demonstration only. */
export const load: PageServerLoad = async ({ locals, url }) => {
	if (!config().demo || config().smtpUrl) throw new Refusal('not-found');
	const letters = await newestLetters(database());
	const chosen = letters.find((letter) => String(letter.id) === url.searchParams.get('letter')) ?? letters[0];
	const zone = locals.account?.timeZone ?? 'Europe/Rome';
	return {
		letters: letters.map(({ id, toName, toAddress, subject, sentAt }) => ({
			id,
			toName,
			toAddress,
			subject,
			sent: formatDateTime(sentAt, locals.locale, zone),
		})),
		chosen: chosen && {
			id: chosen.id,
			toName: chosen.toName,
			toAddress: chosen.toAddress,
			subject: chosen.subject,
			text: chosen.text,
			html: chosen.html,
		},
	};
};
