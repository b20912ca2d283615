import type { RequestEvent } from '@sveltejs/kit';
import { addressedId } from '../database/addressed-id.ts';
import { database } from '../database/connection.ts';
import type { Actor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { findRma } from '../rma/finding.ts';
import type { Rma } from '../rma/rma.ts';

/** The RMA that the address names, as this actor may see it: who sends it, or the staff of its branch. @throws Refusal `not-found` */
export async function rmaOf({ params }: RequestEvent, actor: Actor): Promise<Rma> {
	const number = addressedId(params['number']);
	if (number === undefined) throw new Refusal('not-found');
	return findRma(database(), actor, number);
}
