import { Refusal } from '../../../../../refusal.ts';

/** The number of a run in an address. @throws Refusal `not-found` */
export function runNumber(text: string): number {
	if (!/^[1-9]\d{0,14}$/.test(text)) throw new Refusal('not-found');
	return Number(text);
}
