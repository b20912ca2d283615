/** An interval of office hours on a weekday (1 Monday … 7 Sunday), wall-clock 'HH:MM' in the branch's zone. */
export type OfficeHours = { weekday: number; opens: string; closes: string };

export type Branch = {
	id: number;
	legalName: string;
	country: string;
	timeZone: string;
	languages: string[];
	phone: string;
	hours: OfficeHours[];
};

/** Whether the branch is at work, and the instant at which that changes (null: it never opens). */
export type OfficeState = { open: boolean; until: Date | null };

/**
 * The branch's state at an instant. Hours are wall-clock time in the branch's zone, so both changes of the
 * clock come out right; a time that the clock skips counts from the next one that exists.
 */
export function officeState(branch: Pick<Branch, 'timeZone' | 'hours'>, at: Date): OfficeState {
	const instant = Temporal.Instant.fromEpochMilliseconds(at.getTime());
	const today = instant.toZonedDateTimeISO(branch.timeZone).toPlainDate();
	for (let ahead = 0; ahead <= 7; ahead++) {
		for (const interval of intervalsOf(branch, today.add({ days: ahead }))) {
			if (interval.closes <= at.getTime()) continue;
			const open = interval.opens <= at.getTime();
			return { open, until: new Date(open ? interval.closes : interval.opens) };
		}
	}
	return { open: false, until: null };
}

function intervalsOf(branch: Pick<Branch, 'timeZone' | 'hours'>, day: Temporal.PlainDate) {
	const instantOf = (time: string) =>
		day.toZonedDateTime({ timeZone: branch.timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
	return branch.hours
		.filter((interval) => interval.weekday === day.dayOfWeek)
		.map((interval) => ({ opens: instantOf(interval.opens), closes: instantOf(interval.closes) }))
		.sort((a, b) => a.opens - b.opens);
}
