import { closuresAhead, weekOf, type WorkingDay } from '../../../branches/week.ts';
import type { Period } from '../../../branches/calendar.ts';
import type { Closure } from '../../../branches/closure.ts';
import type { Locale } from '../../../identity/account.ts';
import { formatClock, formatPeriod, formatWeekday, formatZone } from '../../../ui/format.ts';
import { branchZone, currentOffices, stateOf, type Office, type Offices } from '../../offices.server.ts';
import type { PageServerLoad } from './$types';

type Reader = { locale: Locale; ownZone: string | undefined; now: Date };

/** When each branch works this week, the customer's own first, in its time and in his; and the closures of the next twelve months. */
export const load: PageServerLoad = async ({ locals }) => {
	const { account, locale } = locals;
	const all = await currentOffices();
	const reader = { locale, ownZone: account?.timeZone, now: new Date() };
	const own = account?.branchId ?? null;
	const isOwn = ({ branch }: Office) => branch.id === own;
	const offices = all.offices.toSorted((a, b) => Number(isOwn(b)) - Number(isOwn(a)));
	return {
		branches: offices.map((office) => ({ ...shownOffice(office, all, reader), isOwn: isOwn(office) })),
		closures: closuresOf(null, all, reader),
	};
};

function shownOffice(office: Office, all: Offices, { locale, ownZone, now }: Reader) {
	const { id, legalName, phone, languages, timeZone } = office.branch;
	const days = weekOf(office, all.closures, now);
	// In a zone with the same clock his time would say the same twice.
	const isElsewhere = ownZone !== undefined && !hasSameClock(days, ownZone, timeZone);
	const names = new Intl.DisplayNames(locale, { type: 'language' });
	return {
		id,
		legalName,
		phone,
		languages: new Intl.ListFormat(locale).format(languages.map((one) => names.of(one) ?? one)),
		...stateOf(office, now, locale),
		zone: formatZone(now, locale, timeZone),
		ownZone: isElsewhere ? formatZone(now, locale, ownZone) : null,
		days: days.map((day) => ({
			name: formatWeekday(new Date(day.from), locale, timeZone),
			isToday: day.isToday,
			hours: day.hours.map((period) => shownHours(period, day, locale, timeZone)),
			ownHours: isElsewhere ? day.hours.map((period) => shownHours(period, day, locale, ownZone, timeZone)) : [],
			away: day.away.map((closure) => titleOf(closure, all, locale)),
		})),
		closures: closuresOf(id, all, { locale, ownZone, now }),
	};
}

function hasSameClock(days: WorkingDay[], one: string, other: string): boolean {
	return days.every(({ from, to }) => [from, to].every((at) => offsetOf(at, one) === offsetOf(at, other)));
}

function offsetOf(at: number, timeZone: string): number {
	return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).offsetNanoseconds;
}

/** "08:30–12:30"; where the clock of another zone shows another day then, with its name. */
function shownHours({ from, to }: Period, day: WorkingDay, locale: Locale, timeZone: string, there = timeZone): string {
	const clock = (at: number) => formatClock(new Date(at), locale, timeZone);
	const nameIn = (zone: string) => formatWeekday(new Date(from), locale, zone, 'short');
	const name = nameIn(timeZone) === nameIn(there) ? '' : `${nameIn(timeZone)} `;
	return `${name}${clock(from)}–${to === day.to && timeZone === there ? '24:00' : clock(to)}`;
}

const monthsAhead = 12;

/** Of one branch, or (null) of all of them: what it is called, which kind it is, and when. */
function closuresOf(branchId: number | null, all: Offices, { locale, ownZone, now }: Reader) {
	const until = new Date(now);
	until.setUTCMonth(until.getUTCMonth() + monthsAhead);
	const zone = ownZone ?? branchZone(all, branchId);
	return closuresAhead(all.closures, branchId, now, until).map((closure) => ({
		id: closure.id,
		kind: closure.kind,
		title: titleOf(closure, all, locale).title,
		period: formatPeriod(closure.startsAt, closure.endsAt, locale, zone),
	}));
}

/** As it is announced; a closure of which nothing is shown goes by its kind. */
function titleOf({ id, kind }: Closure, { announcements }: Offices, locale: Locale) {
	return { id, kind, title: announcements.find(({ closure }) => closure?.id === id)?.texts[locale].title ?? '' };
}
