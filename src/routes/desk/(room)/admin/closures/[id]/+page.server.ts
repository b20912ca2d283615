import { listEntriesAbout, type AuditRow } from '../../../../../../audit/listing.ts';
import { changesOf } from '../../../../../../audit/changes.ts';
import { findPlanned, listTold } from '../../../../../../announcements/closure-overseeing.ts';
import type { Told } from '../../../../../../announcements/overseen-closure.ts';
import { database } from '../../../../../../database/connection.ts';
import type { Account, Locale } from '../../../../../../identity/account.ts';
import { formatDateTime, formatNumber } from '../../../../../../ui/format.ts';
import { currentOffices } from '../../../../../offices.server.ts';
import { asStaff } from '../../../../../request.server.ts';
import { closureOf } from '../closure-form.server.ts';
import { overseenView } from '../views.server.ts';
import type { PageServerLoad } from './$types';

// Who wants to know more of a closure asks the audit log.
const entriesShown = 50;

/** A closure with what is announced, how many were told of it, and what happened to it. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'inspect');
	const closure = await findPlanned(database(), actor, closureOf(event));
	const [{ offices }, told, entries] = await Promise.all([
		currentOffices(),
		listTold(database(), actor, closure.id),
		listEntriesAbout(database(), `closure:${closure.id}`, entriesShown),
	]);
	return {
		closure: overseenView(closure, { ...account, offices, now: new Date() }),
		texts: closure.announcement.texts,
		letters: told.map((one) => counted(one, account.locale)),
		entries: entries.map((entry) => shown(entry, account)),
	};
};

function counted({ sent, written, ...which }: Told, locale: Locale) {
	return { ...which, sent: formatNumber(sent, locale), written: formatNumber(written, locale) };
}

function shown({ at, before, after, ...row }: AuditRow, { locale, timeZone }: Account) {
	const moment = {
		iso: at.toISOString(),
		text: formatDateTime(at, locale, timeZone),
		full: formatDateTime(at, locale, timeZone, 'full'),
	};
	return { ...row, at: moment, changes: changesOf(before, after) };
}
