/** What a clock on the wall shows: a day ('2027-03-28') and a time ('02:30'), as date and time fields send them. */
export type WallClock = { day: string; time: string };

/** A moment that was typed. `isDoubled`: the clock shows it twice that night, as it is put back in between. */
export type Placed = { at: Date; isDoubled: boolean };

/** Why a typed moment is none: no day, no time, or one that the clock leaves out as it is put forward. */
export type Misplaced = 'no-such-day' | 'no-such-time' | 'skipped';

/** The moment at which a clock in a zone shows this. Of a doubled one, the first is meant for a beginning, the second for an end. */
export function momentOf({ day, time }: WallClock, timeZone: string, edge: 'start' | 'end'): Placed | Misplaced {
	const date = parse(/^\d{4}-\d\d-\d\d$/, day, (text) => Temporal.PlainDate.from(text));
	if (!date || date.year < 2000) return 'no-such-day';
	const plainTime = parse(/^\d\d:\d\d$/, time, (text) => Temporal.PlainTime.from(text));
	if (!plainTime) return 'no-such-time';
	const shown = date.toPlainDateTime(plainTime);
	const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
		shown.toZonedDateTime(timeZone, { disambiguation }),
	);
	if (!earlier?.toPlainDateTime().equals(shown)) return 'skipped';
	const moment = edge === 'end' && later ? later : earlier;
	return { at: new Date(moment.epochMilliseconds), isDoubled: !!later && !earlier.equals(later) };
}

/** What the clock in a zone shows at a moment. */
export function wallClockOf(at: Date, timeZone: string): WallClock {
	const shown = at.toTemporalInstant().toZonedDateTimeISO(timeZone);
	return { day: shown.toPlainDate().toString(), time: shown.toPlainTime().toString({ smallestUnit: 'minute' }) };
}

/** How far the clock in a zone is ahead of UTC at a moment: 'UTC+01:00'. */
export function offsetOf(at: Date, timeZone: string): string {
	return `UTC${at.toTemporalInstant().toZonedDateTimeISO(timeZone).offset}`;
}

function parse<Parsed>(shape: RegExp, text: string, read: (text: string) => Parsed): Parsed | undefined {
	if (!shape.test(text)) return undefined;
	try {
		return read(text);
	} catch {
		return undefined;
	}
}
