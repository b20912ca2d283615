import type { PlannedClosure } from '../../../../../branches/closure-planning.ts';
import { isSoon, surprises } from '../../../../../branches/closure-planning.ts';
import { announcedHoursAhead, type ClosureKind } from '../../../../../branches/closure.ts';
import { momentOf, type Misplaced } from '../../../../../branches/wall-clock.ts';
import type { Locale } from '../../../../../identity/account.ts';
import { m } from '../../../../../paraglide/messages.js';
import { refusalWords } from '../../../../../refusal-words.ts';
import { formatDateTime } from '../../../../../ui/format.ts';
import { branchZone, type Office } from '../../../../offices.server.ts';
import type { Extent } from './closure-form.server.ts';

type Words = Record<string, string>;

/** What a form says: a closure, or what is wrong with it, in words by field. `notes`: what is meant by a time that comes twice. */
export type Read = { closure: PlannedClosure; errors?: undefined; notes: Words } | { errors: Words };

type Reader = { offices: Office[]; locale: Locale; now: Date };

/** Reads a new closure; a planned one has no reason, and starts 24 hours ahead. */
export function readPlanned(
	form: Extent & { kind: ClosureKind; planned: 'planned' | 'unplanned' },
	reader: Reader,
): Read {
	const { locale, now } = reader;
	const isPlanned = form.planned === 'planned';
	const read = readExtent(form, form.kind, reader);
	const wrong: Words = { ...read.errors };
	if (!isPlanned && !form.reason) wrong['reason'] = m.planning_error_reason({}, { locale });
	if (isPlanned && read.startsAt && isSoon({ startsAt: read.startsAt }, now))
		wrong['start-day'] ??= m.planning_error_soon({ earliest: earliestStart(read.timeZone, reader) }, { locale });
	return asRead(read, wrong, { kind: form.kind, unplannedBecause: isPlanned ? null : form.reason });
}

/** Reads a change of a closure: one that comes as a surprise has a reason. */
export function readChange(form: Extent, before: PlannedClosure, reader: Reader): Read {
	const { locale, now } = reader;
	const read = readExtent(form, before.kind, reader);
	const rest = { kind: before.kind, unplannedBecause: form.reason || null };
	const change = asRead(read, read.errors, rest);
	if (change.errors || form.reason || !surprises(before, change.closure, now)) return change;
	return { errors: { reason: m.planning_error_surprise({}, { locale }) } };
}

type ReadExtent = Omit<PlannedClosure, 'kind' | 'unplannedBecause' | 'startsAt' | 'endsAt'> & {
	startsAt?: Date;
	endsAt?: Date;
	timeZone: string;
	errors: Words;
	notes: Words;
};

function asRead(read: ReadExtent, errors: Words, rest: Pick<PlannedClosure, 'kind' | 'unplannedBecause'>): Read {
	const { startsAt, endsAt, branchId, noNewTickets, noMessages, portalOff, notes } = read;
	if (!startsAt || !endsAt || Object.keys(errors).length > 0) return { errors };
	return { closure: { ...rest, startsAt, endsAt, branchId, noNewTickets, noMessages, portalOff }, notes };
}

function readExtent(form: Extent, kind: ClosureKind, reader: Reader): ReadExtent {
	const { offices, locale } = reader;
	const office = offices.find(({ branch }) => branch.slug === form.branch);
	const timeZone = branchZone({ offices }, office?.branch.id ?? null);
	const start = readMoment(form, 'start', timeZone, locale);
	const end = readMoment(form, 'end', timeZone, locale);
	const portalOff = form['portal-off'];
	return {
		branchId: office?.branch.id ?? null,
		noNewTickets: portalOff || form['no-tickets'],
		noMessages: portalOff || form['no-messages'],
		portalOff,
		timeZone,
		...(start.at && { startsAt: start.at }),
		...(end.at && { endsAt: end.at }),
		errors: {
			...start.errors,
			...end.errors,
			...wrongEnd(start.at, end.at, reader),
			...wrongKind(form, kind, office !== undefined, locale),
		},
		notes: { ...start.notes, ...end.notes },
	};
}

type ReadMoment = { at?: Date; errors?: Words; notes?: Words };

function readMoment(form: Extent, edge: 'start' | 'end', timeZone: string, locale: Locale): ReadMoment {
	const placed = momentOf({ day: form[`${edge}-day`], time: form[`${edge}-time`] }, timeZone, edge);
	if (typeof placed === 'string')
		return {
			errors: { [`${edge}-${placed === 'no-such-day' ? 'day' : 'time'}`]: misplaced[placed]({}, { locale }) },
		};
	const note = edge === 'start' ? m.planning_note_start : m.planning_note_end;
	return { at: placed.at, ...(placed.isDoubled && { notes: { [edge]: note({}, { locale }) } }) };
}

const misplaced: Record<Misplaced, typeof m.planning_error_day> = {
	'no-such-day': m.planning_error_day,
	'no-such-time': m.planning_error_time,
	skipped: m.planning_error_skipped,
};

function wrongEnd(startsAt: Date | undefined, endsAt: Date | undefined, { locale, now }: Reader): Words {
	if (!startsAt || !endsAt) return {};
	if (endsAt <= startsAt) return { 'end-day': m.planning_error_end({}, { locale }) };
	return endsAt <= now ? { 'end-day': m.planning_error_past({}, { locale }) } : {};
}

function wrongKind(form: Extent, kind: ClosureKind, isOfOne: boolean, locale: Locale): Words {
	const wrong: Words = {};
	if (form.branch && !isOfOne) wrong['branch'] = refusalWords('form-invalid', {}, locale);
	if (form.branch && kind === 'maintenance') wrong['branch'] = m.planning_error_maintenance({}, { locale });
	if (!form.branch && kind === 'public_holiday') wrong['branch'] = m.planning_error_holiday({}, { locale });
	if (form['portal-off'] && kind !== 'maintenance') wrong['portal-off'] = m.planning_error_portal({}, { locale });
	return wrong;
}

const quarterMs = 900_000;

/** A day ahead, at the next full quarter: whoever reads it has a while to publish. */
function earliestStart(timeZone: string, { locale, now }: Reader): string {
	const earliest = now.getTime() + announcedHoursAhead * 3_600_000;
	return formatDateTime(new Date(Math.ceil(earliest / quarterMs) * quarterMs), locale, timeZone);
}
