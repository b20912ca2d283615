import { redirect } from '@sveltejs/kit';
import { audienceOf } from '../../../../../../announcements/announcement.ts';
import { countRecipients } from '../../../../../../announcements/counting.ts';
import { acceptHolidays, lettersDaysBefore } from '../../../../../../announcements/holiday-accepting.ts';
import { announcedHoursAhead } from '../../../../../../branches/closure.ts';
import { acceptedHolidays, holidaysMissing } from '../../../../../../branches/holiday-finding.ts';
import { proposeHolidays } from '../../../../../../branches/holiday-proposing.ts';
import type { Holiday, HolidayState } from '../../../../../../branches/holiday.ts';
import { database } from '../../../../../../database/connection.ts';
import type { Locale } from '../../../../../../identity/account.ts';
import { Refusal } from '../../../../../../refusal.ts';
import { dayInWords, formatDay } from '../../../../../../ui/format.ts';
import { currentOffices, forgetOffices, type Office } from '../../../../../offices.server.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { attempt } from '../../../../../typed-form.server.ts';
import { receiveDates } from './holiday-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The public holidays of a branch's country in this year or the next, and which of them are accepted. */
export const load: PageServerLoad = async (event) => {
	const { account } = asStaff(event, 'inspect');
	const { locale } = account;
	const now = new Date();
	const { office, offices, year, years } = await chosenIn(event.url, now);
	const { branch } = office;
	const [holidays, accepted, recipients, missing] = await Promise.all([
		proposeHolidays(branch.country, year, branch.timeZone),
		acceptedHolidays(database(), branch.id, year),
		countRecipients(database(), { audience: audienceOf('public_holiday'), branchId: branch.id }),
		holidaysMissing(database(), now),
	]);
	return {
		chosen: { branch: branch.slug, year, zone: branch.timeZone },
		country: new Intl.DisplayNames(locale, { type: 'region' }).of(branch.country) ?? branch.country,
		branches: offices.map(({ branch: { slug, legalName } }) => ({ slug, legalName })),
		years,
		rows: holidays.map((holiday) => rowOf(holiday, { office, accepted, locale, now })),
		recipients,
		days: lettersDaysBefore,
		missing,
		done: Math.min(accepted.size, Number(/^\d+$/.exec(event.url.searchParams.get('done') ?? '')?.[0] ?? 0)),
	};
};

export const actions: Actions = {
	async accept(event) {
		const { account } = asStaff(event, 'administer');
		const now = new Date();
		const { office, year } = await chosenIn(event.url, now);
		const { dates, values, failure } = await receiveDates(event, account.locale);
		if (failure) return failure;
		const { branch } = office;
		const holidays = await proposeHolidays(branch.country, year, branch.timeZone);
		const accepted = await attempt(
			event,
			(trx) => acceptHolidays(trx, doneBy(event), { branch, holidays: chosenOf(holidays, dates) }, now),
			{ values, locale: account.locale },
		);
		if (accepted.failure) return accepted.failure;
		forgetOffices();
		redirect(303, `/desk/admin/closures/holidays?branch=${branch.slug}&year=${year}&done=${dates.size}`);
	},
};

/** The branch and the year that an address names; without a name the first branch and this year. @throws Refusal `not-found` */
async function chosenIn(url: URL, now: Date) {
	const { offices } = await currentOffices();
	const slug = url.searchParams.get('branch');
	const office = offices.find(({ branch }) => slug === null || branch.slug === slug);
	if (!office) throw new Refusal('not-found');
	const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(office.branch.timeZone);
	const years = [today.year, today.year + 1];
	const year = years.find((each) => String(each) === (url.searchParams.get('year') ?? String(today.year)));
	if (!year) throw new Refusal('not-found');
	return { office, offices, year, years };
}

/** @throws Refusal `form-invalid` when a day is no holiday */
function chosenOf(holidays: Holiday[], dates: Set<string>): Holiday[] {
	const chosen = holidays.filter(({ date }) => dates.has(String(date)));
	if (chosen.length < dates.size) throw new Refusal('form-invalid');
	return chosen;
}

type Shown = { office: Office; accepted: Map<string, number>; locale: Locale; now: Date };

function rowOf(holiday: Holiday, { office, accepted, locale, now }: Shown) {
	const date = String(holiday.date);
	const closure = accepted.get(date) ?? null;
	return {
		date,
		day: formatDay(date, locale),
		weekday: dayInWords(date, locale).weekday,
		name: holiday.names[locale],
		closure,
		state: closure === null ? stateOf(holiday, office, now) : 'accepted',
	};
}

function stateOf({ date, startsAt, endsAt }: Holiday, { calendar }: Office, now: Date): HolidayState {
	if (endsAt <= now) return 'over';
	if (startsAt.getTime() - now.getTime() < announcedHoursAhead * 3_600_000) return 'soon';
	return calendar.intervalsOn(date).length === 0 ? 'idle' : 'proposed';
}
