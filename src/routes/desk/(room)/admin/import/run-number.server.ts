import { addressedId } from '../../../../../database/addressed-id.ts';
import { Refusal } from '../../../../../refusal.ts';

/** The number of a run in an address. @throws Refusal `not-found` */
export function runNumber(text: string): number {
	const number = addressedId(text);
	if (number === undefined) throw new Refusal('not-found');
	return number;
}
