import { Refusal } from '../refusal.ts';

/**
 * A list with one thing put right behind another, which is named by `after`; '' is the beginning.
 * @throws Refusal `changed-meanwhile`: nothing in the list has that name any more
 */
export function placeAfter<One>(list: One[], one: One, after: string, nameOf: (each: One) => string): One[] {
	const place = after === '' ? 0 : list.findIndex((each) => nameOf(each) === after) + 1;
	if (after !== '' && place === 0) throw new Refusal('changed-meanwhile');
	return list.toSpliced(place, 0, one);
}

/** What stands right before the thing at a place of a list; '' for the first. */
export function nameBefore<One>(list: One[], place: number, nameOf: (each: One) => string): string {
	const before = list[place - 1];
	return before === undefined ? '' : nameOf(before);
}
