import type { RequestEvent } from '@sveltejs/kit';
import { addressedId } from '../../../../database/addressed-id.ts';
import { database } from '../../../../database/connection.ts';
import type { CustomerActor } from '../../../../identity/actor.ts';
import { Refusal } from '../../../../refusal.ts';
import { findRma } from '../../../../rma/finding.ts';
import type { Rma } from '../../../../rma/rma.ts';

/** The RMA that the address names, where this customer sends it himself. @throws Refusal `not-found` */
export async function rmaOf(event: RequestEvent, actor: CustomerActor): Promise<Rma> {
	const number = addressedId(event.params['number']);
	if (!number) throw new Refusal('not-found');
	return findRma(database(), actor, number);
}

/** 'YYYY-MM-DD' where somebody is. */
export function todayIn(timeZone: string, now: Date): string {
	return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}
