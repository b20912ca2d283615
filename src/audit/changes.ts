import type { Facts } from './entry.ts';

export type Change = { fact: string; before: Facts[string]; after: Facts[string] };

/** The facts of an entry side by side; null where there was, or is, none. What was and is nothing is left out. */
export function changesOf(before: Facts | null, after: Facts | null): Change[] {
	const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
	const all = names.map((fact) => ({ fact, before: before?.[fact] ?? null, after: after?.[fact] ?? null }));
	return all.filter(({ before, after }) => before !== null || after !== null);
}
