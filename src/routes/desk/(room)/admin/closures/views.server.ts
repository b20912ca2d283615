import type { Audience } from '../../../../../announcements/announcement.ts';
import type { OverseenClosure, Told } from '../../../../../announcements/overseen-closure.ts';
import { stateOf } from '../../../../../announcements/overseen-closure.ts';
import { typedTexts } from '../texts-form.server.ts';
import type { PlannedClosure } from '../../../../../branches/closure-planning.ts';
import { offsetOf, wallClockOf } from '../../../../../branches/wall-clock.ts';
import type { Locale } from '../../../../../identity/account.ts';
import { m } from '../../../../../paraglide/messages.js';
import { formatDateTime, formatNumber } from '../../../../../ui/format.ts';
import { branchZone, type Office } from '../../../../offices.server.ts';
import type { ClosureView, PublishedView } from './closure-view.ts';

type Reader = { offices: Office[]; locale: Locale };

/** Where a closure is, when, and what it stops, as these pages show it: on the clock of its branch, or of the main one. */
export function viewOf(closure: PlannedClosure, { offices, locale }: Reader): ClosureView {
	const { kind, branchId, startsAt, endsAt, noNewTickets, noMessages, portalOff, unplannedBecause } = closure;
	const own = offices.find(({ branch }) => branch.id === branchId)?.branch;
	const timeZone = branchZone({ offices }, branchId);
	const moment = (at: Date) => ({
		at: at.toISOString(),
		short: formatDateTime(at, locale, timeZone),
		full: formatDateTime(at, locale, timeZone, 'full'),
		offset: offsetOf(at, timeZone),
	});
	return {
		kind,
		branch: own?.legalName ?? null,
		timeZone,
		from: moment(startsAt),
		to: moment(endsAt),
		stops: { noNewTickets, noMessages, portalOff },
		unplannedBecause,
	};
}

/** The same of one that was published, with its state, its title and how many were told. */
export function overseenView(
	closure: OverseenClosure,
	reader: Reader & { now: Date; timeZone: string },
): PublishedView {
	const { id, announcement, told } = closure;
	return {
		...viewOf(closure, reader),
		id,
		state: stateOf(closure, reader.now),
		title: announcement.texts[reader.locale].title,
		told: toldWords(told, announcement, reader),
	};
}

/** How far a letter has come: of whom, or from when on. */
function toldWords(
	{ sent, written }: Told,
	{ audience, lettersAt, toldAt }: { audience: Audience; lettersAt: Date; toldAt: Date | null },
	{ locale, now, timeZone }: { locale: Locale; now: Date; timeZone: string },
): string {
	const [out, all] = [formatNumber(sent, locale), formatNumber(written, locale)];
	if (audience === 'nobody') return m.planning_told_nobody({}, { locale });
	if (lettersAt > now) return m.planning_told_later({ at: formatDateTime(lettersAt, locale, timeZone) }, { locale });
	if (!toldAt) return m.planning_told_writing({ sent: out }, { locale });
	return written === 0
		? m.planning_told_nobody({}, { locale })
		: m.planning_told_of({ sent: out, written: all }, { locale });
}

/** A closure as its form shows it. */
export function typedClosure(closure: OverseenClosure, offices: Office[]): Record<string, string> {
	const { startsAt, endsAt, noNewTickets, noMessages, portalOff, branchId, version, announcement } = closure;
	const own = offices.find(({ branch }) => branch.id === branchId)?.branch;
	const timeZone = branchZone({ offices }, branchId);
	const [start, end] = [wallClockOf(startsAt, timeZone), wallClockOf(endsAt, timeZone)];
	return {
		version: String(version),
		branch: own?.slug ?? '',
		'start-day': start.day,
		'start-time': start.time,
		'end-day': end.day,
		'end-time': end.time,
		...(noNewTickets && { 'no-tickets': 'on' }),
		...(noMessages && { 'no-messages': 'on' }),
		...(portalOff && { 'portal-off': 'on' }),
		...typedTexts(announcement.texts),
	};
}

/** To how many customers a letter goes, in words; `again`: to those among them who were told before. */
export function recipientsInWords(audience: Audience, count: number, locale: Locale, { again = false } = {}): string {
	const counted = { count, number: formatNumber(count, locale) };
	if (again) return m.planning_recipients_again(counted, { locale });
	return audience === 'everybody'
		? m.planning_recipients_everybody(counted, { locale })
		: m.planning_recipients_open(counted, { locale });
}

/** The branches that a form offers. */
export function branchChoices(offices: Office[]) {
	return offices.map(({ branch }) => ({ slug: branch.slug, name: branch.legalName, zone: branch.timeZone }));
}
