/** 'YYYY-MM-DD' where somebody is. */
export function todayIn(timeZone: string, now: Date): string {
	return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}
