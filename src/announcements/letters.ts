import { sql } from 'kysely';
import type { Closure } from '../branches/closure.ts';
import { config } from '../config.server.ts';
import type { Customer } from '../customers/customer.ts';
import { findCustomer } from '../customers/finding.ts';
import type { Reading } from '../database/connection.ts';
import { isLocale, type Locale } from '../identity/account.ts';
import type { DueMail, Letter } from '../mail/letter.ts';
import { m } from '../paraglide/messages.js';
import { formatDateTime } from '../ui/format.ts';
import { toldBefore } from './addressing.ts';
import { paragraphsOf, type Announcement } from './announcement.ts';
import { announcements, asAnnouncement } from './finding.ts';

export function isAnnouncementLetter(letter: string): boolean {
	return letter === 'announcement' || letter === 'announcement-withdrawn';
}

/**
 * The letter about an announcement for one customer, in his language and his time zone. Null when it has changed or was withdrawn
 * since, for a disabled account, and about a withdrawn one for whoever never heard of it. Nobody can switch these off.
 */
export async function composeAnnouncementLetter(db: Reading, mail: DueMail, brand: string): Promise<Letter | null> {
	const { announcement, withdrawn, toldAlready } = await findTold(db, mail);
	const isCurrent = mail.letter === 'announcement-withdrawn' ? withdrawn && toldAlready : !withdrawn;
	if (!announcement || !isCurrent || announcement.revision !== mail.details['revision']) return null;
	const customer = await findCustomer(db, mail.accountId);
	if (!isLocale(customer.locale) || (await isDisabled(db, mail.accountId))) return null;
	const reader = { locale: customer.locale, timeZone: customer.timeZone };
	const said = withdrawn ? cancelled(announcement, reader) : told(announcement, reader, toldAlready);
	return framed(said, customer, reader.locale, brand);
}

type Reader = { locale: Locale; timeZone: string };
type Said = { heading: string; paragraphs: string[] };

async function findTold(db: Reading, mail: DueMail) {
	const id = Number(mail.details['announcement']);
	const revision = Number(mail.details['revision']);
	// Withdrawing may or may not have made a revision of its own.
	const before = mail.letter === 'announcement-withdrawn' ? revision + 1 : revision;
	const row = await announcements(db)
		.select(sql<boolean>`a.withdrawn_at is not null`.as('withdrawn'))
		.select(toldBefore(sql`${mail.accountId}`, id, before).as('toldAlready'))
		.where('a.id', '=', id)
		.executeTakeFirst();
	if (!row) return { announcement: undefined, withdrawn: false, toldAlready: false };
	const { withdrawn, toldAlready, ...rest } = row;
	return { announcement: asAnnouncement(rest), withdrawn, toldAlready };
}

async function isDisabled(db: Reading, accountId: number): Promise<boolean> {
	const account = await db
		.selectFrom('account')
		.select('id')
		.where('id', '=', accountId)
		.where('disabled_at', 'is', null)
		.executeTakeFirst();
	return !account;
}

function told({ texts, closure }: Announcement, reader: Reader, toldAlready: boolean): Said {
	const { locale } = reader;
	const { title, body } = texts[locale];
	const text = paragraphsOf(body);
	return {
		heading: toldAlready ? m.mail_announcement_changed_heading({ title }, { locale }) : title,
		paragraphs: [
			...(toldAlready ? [m.mail_announcement_changed({}, { locale })] : []),
			...text,
			...(closure
				? [m.mail_announcement_closure(period(closure, reader), { locale }), meanwhile(closure, locale)]
				: []),
		],
	};
}

function cancelled({ texts, closure }: Announcement, reader: Reader): Said {
	const { locale } = reader;
	return {
		heading: m.mail_announcement_cancelled_heading({ title: texts[locale].title }, { locale }),
		paragraphs: [
			closure
				? m.mail_announcement_closure_cancelled(period(closure, reader), { locale })
				: m.mail_announcement_cancelled({}, { locale }),
		],
	};
}

function period({ startsAt, endsAt }: Closure, { locale, timeZone }: Reader) {
	const moment = (at: Date) => formatDateTime(at, locale, timeZone, 'full');
	return { from: moment(startsAt), until: moment(endsAt), zone: timeZone };
}

function meanwhile({ portalOff, noNewTickets, noMessages }: Closure, locale: Locale): string {
	if (portalOff) return m.mail_announcement_portal_off({}, { locale });
	if (noNewTickets && noMessages) return m.mail_announcement_no_writing({}, { locale });
	if (noNewTickets) return m.mail_announcement_no_tickets({}, { locale });
	if (noMessages) return m.mail_announcement_no_messages({}, { locale });
	return m.mail_announcement_no_answers({}, { locale });
}

function framed({ heading, paragraphs }: Said, { company, email }: Customer, locale: Locale, brand: string): Letter {
	const { origin } = config();
	return {
		to: { name: company, address: email },
		locale,
		subject: heading,
		heading,
		paragraphs: [m.mail_greeting({ company }, { locale }), ...paragraphs],
		button: { label: m.mail_announcement_open({}, { locale }), href: `${origin}/announcements` },
		footer: [
			m.mail_answer_in_portal({}, { locale }),
			m.mail_sent_by({ brand, address: new URL(origin).host }, { locale }),
		],
	};
}
