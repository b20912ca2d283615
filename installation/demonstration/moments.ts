const zone = 'Europe/Rome';
const begins = Temporal.PlainTime.from('08:45');
const ends = Temporal.PlainTime.from('17:45');

/** Hours of work in an hour of the week: what happened 168 hours ago happened five working days of nine hours ago. */
const share = (5 * 9) / 168;

/**
 * The moment so many hours ago, counted back through working hours alone: nobody in the demonstration answers at night or on a
 * Sunday, whenever it is loaded, and the order of things stays.
 */
export function momentAgo(hours: number, now: Date): Date {
	let left = hours * share * 3_600_000;
	let day = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate();
	for (;;) {
		const start = instantOf(day, begins);
		const end = Math.min(instantOf(day, ends), now.getTime());
		const worked = day.dayOfWeek <= 5 ? Math.max(0, end - start) : 0;
		if (left < worked) return new Date(end - left);
		left -= worked;
		day = day.subtract({ days: 1 });
	}
}

function instantOf(day: Temporal.PlainDate, plainTime: Temporal.PlainTime): number {
	return day.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds;
}
