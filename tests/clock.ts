/** A clock that stands still until a test moves it. */
export class Clock {
	#now: Temporal.ZonedDateTime;

	/** @param start wall-clock time in Rome; by default a Wednesday in summer time, 10:30, every branch open. */
	constructor(start = '2026-10-07T10:30') {
		this.#now = Temporal.PlainDateTime.from(start).toZonedDateTime('Europe/Rome');
	}

	get now(): Date {
		return new Date(this.#now.epochMilliseconds);
	}

	/** Moves the clock: `clock.pass({ days: 1, hours: 2 })`. Gives the new time. */
	pass(duration: Temporal.DurationLike): Date {
		this.#now = this.#now.add(duration);
		return this.now;
	}
}
