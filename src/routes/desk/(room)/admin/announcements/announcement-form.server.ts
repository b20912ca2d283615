import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { audiences, type Announcement } from '../../../../../announcements/announcement.ts';
import type { PlainAnnouncement } from '../../../../../announcements/announcing.ts';
import { zoneOf, type Branch } from '../../../../../branches/branch.ts';
import { listBranches } from '../../../../../branches/finding.ts';
import { momentOf, wallClockOf } from '../../../../../branches/wall-clock.ts';
import { database } from '../../../../../database/connection.ts';
import type { Account, Locale } from '../../../../../identity/account.ts';
import { m } from '../../../../../paraglide/messages.js';
import { formatDateTime, formatNumber } from '../../../../../ui/format.ts';
import { carried, text } from '../../../../form.server.ts';
import { receiveTyped, type TypedForm } from '../../../../typed-form.server.ts';
import { textFields, textsOf, typedTexts } from '../texts-form.server.ts';

const fields = {
	...textFields,
	// Empty: every branch.
	branch: text(40),
	audience: z.enum(audiences, 'required'),
	'from-day': text(10),
	'from-time': text(5),
	'until-day': text(10),
	'until-time': text(5),
	key: carried.key,
};

export const newForm = z.strictObject(fields);
export const changeForm = newForm.extend({ revision: z.coerce.number().int().min(1).max(1_000_000_000) });

/** Where the words of a refusal stand in these forms. */
export const places = { 'announcement-times-wrong': 'until-day' } as const;

type Filled = z.output<typeof newForm>;
type Received<Data> =
	| { data: Data & { announcement: PlainAnnouncement }; values: Record<string, string>; failure?: undefined }
	| { data?: undefined; values: Record<string, string>; failure: ActionFailure<TypedForm> };

/** Receives the form: shape first, then which branch and which moments are meant. */
export async function receiveAnnouncement<Data extends Filled>(
	event: RequestEvent,
	schema: z.ZodType<Data>,
	locale: Locale,
): Promise<Received<Data>> {
	const received = await receiveTyped(event, schema, locale);
	if (received.failure) return received;
	const { data, values } = received;
	const { errors, ...announcement } = read(data, await listBranches(database()), locale);
	if (Object.keys(errors).length > 0) return { values, failure: fail(400, { values, errors }) };
	return { data: { ...data, announcement }, values };
}

function read(data: Filled, branches: Branch[], locale: Locale): PlainAnnouncement & { errors: TypedForm['errors'] } {
	const branch = branches.find(({ slug }) => slug === data.branch);
	const zone = zoneOf(branch?.id ?? null, branches);
	const errors: TypedForm['errors'] = {};
	if (data.branch && !branch) errors['branch'] = m.field_required({}, { locale });
	const moment = (name: 'from' | 'until') => {
		const clock = { day: data[`${name}-day`], time: data[`${name}-time`] };
		if (!clock.day && !clock.time) return null;
		const found = momentOf(clock, zone, name === 'from' ? 'start' : 'end');
		if (typeof found === 'object') return found.at;
		const word = found === 'skipped' ? m.announcing_moment_skipped : m.announcing_moment_incomplete;
		errors[found === 'no-such-day' ? `${name}-day` : `${name}-time`] = word({}, { locale });
		return null;
	};
	const { audience } = data;
	const times = { shownFrom: moment('from'), shownUntil: moment('until') };
	return { branchId: branch?.id ?? null, audience, texts: textsOf(data), ...times, errors };
}

/** What the form can be filled from. */
export function choicesOf(branches: Branch[]) {
	return {
		branches: branches.map(({ slug, legalName }) => ({ slug, name: legalName })),
		zone: zoneOf(null, branches).replaceAll('_', ' '),
	};
}

/** A published announcement as the form shows it. */
export function typedAnnouncement(
	{ branchId, audience, texts, shownFrom, shownUntil, revision }: Announcement,
	branches: Branch[],
): Record<string, string> {
	const zone = zoneOf(branchId, branches);
	const from = wallClockOf(shownFrom, zone);
	const until = shownUntil && wallClockOf(shownUntil, zone);
	return {
		...typedTexts(texts),
		branch: branches.find(({ id }) => id === branchId)?.slug ?? '',
		audience,
		'from-day': from.day,
		'from-time': from.time,
		'until-day': until?.day ?? '',
		'until-time': until?.time ?? '',
		revision: String(revision),
	};
}

type Shown = Pick<Announcement, 'branchId' | 'audience' | 'shownFrom' | 'shownUntil'>;

/** For whom an announcement is and when it is shown, by its branch's clock. */
export function shownFacts(
	{ branchId, audience, shownFrom, shownUntil }: Shown,
	branches: Branch[],
	{ locale }: Account,
) {
	const zone = zoneOf(branchId, branches);
	return {
		branch: branches.find(({ id }) => id === branchId)?.legalName ?? null,
		audience,
		from: formatDateTime(shownFrom, locale, zone, 'full'),
		until: shownUntil && formatDateTime(shownUntil, locale, zone, 'full'),
	};
}

/** What the second step shows: the facts, and how many get a letter. */
export function previewed(
	announcement: PlainAnnouncement,
	{ shownFrom, recipients }: { shownFrom: Date; recipients: number },
	branches: Branch[],
	account: Account,
) {
	const { from, ...facts } = shownFacts({ ...announcement, shownFrom }, branches, account);
	const isAhead = shownFrom > new Date();
	return {
		...facts,
		from: isAhead ? from : null,
		texts: announcement.texts,
		recipients: counted(recipients, account),
	};
}

/** A count with its words: as a number for their form, and as it is written. */
export function counted(count: number, { locale }: Account) {
	return { count, number: formatNumber(count, locale) };
}
