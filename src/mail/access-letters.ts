import { sql } from 'kysely';
import { config } from '../config.server.ts';
import type { Reading } from '../database/connection.ts';
import { isLocale, type Locale } from '../identity/account.ts';
import { makeSecret, type Purpose } from '../identity/credentials.ts';
import { m } from '../paraglide/messages.js';
import { formatDateTime } from '../ui/format.ts';
import type { DueMail, Letter } from './letter.ts';
import type { AccessNotice } from './sending-credentials.ts';

type Words = (inputs: Inputs, options: { locale: Locale }) => string;
/** What may stand in a letter's words. `login`: the customer code, or the staff member's address. */
type Inputs = { brand: string; login: string; time: string; address: string; secret: string };
type Text = { heading: Words; paragraphs: Words[] };

const secret: Words[] = [m.letter_secret, m.letter_secret_ends];

const credentialTexts: Record<Purpose, Text> = {
	'first-password': {
		heading: m.letter_first_password_heading,
		paragraphs: [m.letter_first_password, ...secret],
	},
	invitation: { heading: m.letter_invitation_heading, paragraphs: [m.letter_invitation, ...secret] },
	recovery: {
		heading: m.letter_recovery_heading,
		paragraphs: [m.letter_recovery, ...secret, m.letter_recovery_not_you],
	},
	'address-change': {
		heading: m.letter_address_change_heading,
		paragraphs: [m.letter_address_change, m.letter_address_change_not_you],
	},
};

const noticeTexts: Record<AccessNotice, Text> = {
	'password-changed': { heading: m.letter_password_changed_heading, paragraphs: [m.letter_password_changed] },
	'address-changed': { heading: m.letter_address_changed_heading, paragraphs: [m.letter_address_changed] },
	'factor-changed': { heading: m.letter_factor_changed_heading, paragraphs: [m.letter_factor_changed] },
	'login-blocked': { heading: m.letter_login_blocked_heading, paragraphs: [m.letter_login_blocked] },
};

const pages: Record<Purpose, string> = {
	'first-password': '/password',
	invitation: '/password',
	recovery: '/password',
	'address-change': '/profile/address',
};

export function isAccessLetter(letter: string): letter is Purpose | AccessNotice {
	return isCredential(letter) || letter in noticeTexts;
}

/**
 * The letter about somebody's access, in his language: with a secret made at this moment, or a notice of what has changed. Null
 * for a disabled account, and when the credential's time has passed or a newer one was made. Letters about safety ask
 * nobody's wishes.
 */
export async function composeAccessLetter(
	db: Reading,
	mail: DueMail,
	brand: string,
	now: Date,
): Promise<Letter | null> {
	const reader = await findReader(db, mail, brand);
	if (!reader) return null;
	return isCredential(mail.letter)
		? credentialLetter(db, mail.letter, Number(mail.details['credentialId']), reader, now)
		: noticeLetter(mail.letter as AccessNotice, reader, mail.details['to']?.toString());
}

/** A changed address is told at the old one; where staff changed it, at the new one too. */
const arrived: Text = { heading: m.letter_address_changed_heading, paragraphs: [m.letter_address_changed_new] };

function isCredential(letter: string): letter is Purpose {
	return letter in credentialTexts;
}

async function credentialLetter(
	db: Reading,
	purpose: Purpose,
	credentialId: number,
	reader: Reader,
	now: Date,
): Promise<Letter | null> {
	const credential = await db
		.selectFrom('temporary_credential')
		.select(['created_at as createdAt', 'expires_at as expiresAt', 'details'])
		.where('id', '=', credentialId)
		.where('account_id', '=', reader.id)
		.executeTakeFirst();
	const made = credential && (await makeSecret(db, credentialId, now));
	if (!made) return null;
	const { email = '', address = '' } = credential.details as Record<string, string>;
	const isRecovery = purpose === 'recovery';
	const text = credentialTexts[purpose];
	const inputs = { ...reader, address: address || '–', secret: made };
	const options = { locale: reader.locale };
	const ends = { ...inputs, time: shown(credential.expiresAt, reader) };
	const asked = { ...inputs, time: shown(credential.createdAt, reader) };
	return framed(reader, purpose === 'address-change' ? email : reader.email, {
		heading: text.heading(ends, options),
		// When it was asked for stands where a recovery says who asked; everywhere else the time is that of its end.
		paragraphs: text.paragraphs.map((words, index) => words(isRecovery && index === 0 ? asked : ends, options)),
		button: {
			label: (purpose === 'address-change' ? m.letter_confirm_address : m.letter_choose_password)({}, options),
			href: `${config().origin}${pages[purpose]}?token=${made}`,
		},
	});
}

function noticeLetter(letter: AccessNotice, reader: Reader, to: string | undefined): Letter {
	const text = letter === 'address-changed' && !to ? arrived : noticeTexts[letter];
	const options = { locale: reader.locale };
	const inputs = { ...reader, time: shown(reader.toldAt, reader), address: '', secret: '' };
	const isCustomer = reader.kind === 'customer';
	const notYou = isCustomer ? m.letter_not_you({}, options) : m.letter_not_you_staff({}, options);
	return framed(reader, to ?? reader.email, {
		heading: text.heading(inputs, options),
		paragraphs: [...text.paragraphs.map((words) => words(inputs, options)), notYou],
		button: isCustomer
			? { label: m.recover_button({}, options), href: `${config().origin}/recover` }
			: { label: m.desk_title({}, options), href: `${config().origin}/desk/login` },
	});
}

type Said = Pick<Letter, 'heading' | 'paragraphs' | 'button'>;

function framed({ locale, name, brand }: Reader, address: string, { heading, paragraphs, button }: Said): Letter {
	return {
		to: { name, address },
		locale,
		subject: heading,
		heading,
		paragraphs: [m.letter_hello({ name }, { locale }), ...paragraphs],
		button,
		footer: [
			m.letter_safety({}, { locale }),
			m.mail_sent_by({ brand, address: new URL(config().origin).host }, { locale }),
		],
	};
}

type Reader = {
	id: number;
	kind: string;
	login: string;
	name: string;
	email: string;
	locale: Locale;
	timeZone: string;
	/** When the letter was posted, which is when that happened of which it tells. */
	toldAt: Date;
	brand: string;
};

async function findReader(db: Reading, { id, accountId }: DueMail, brand: string): Promise<Reader | null> {
	const row = await db
		.selectFrom('account as a')
		.innerJoin('outgoing_mail as o', 'o.account_id', 'a.id')
		.leftJoin('customer as c', 'c.id', 'a.id')
		.leftJoin('staff as s', 's.id', 'a.id')
		.select(['a.id', 'a.kind', 'a.locale', 'a.time_zone as timeZone', 'o.created_at as toldAt'])
		.select(sql<string>`coalesce(c.code, s.email, a.login)`.as('login'))
		.select(sql<string>`coalesce(c.company, s.name, '')`.as('name'))
		.select(sql<string>`coalesce(c.email, s.email, '')`.as('email'))
		.where('a.id', '=', accountId)
		.where('o.id', '=', id)
		.where('a.disabled_at', 'is', null)
		.executeTakeFirst();
	return row && isLocale(row.locale) ? { ...row, locale: row.locale, brand } : null;
}

/** A moment in the reader's own time, with its zone: he may read the letter elsewhere. */
function shown(at: Date, { locale, timeZone }: Reader): string {
	return `${formatDateTime(at, locale, timeZone)} (${timeZone})`;
}
