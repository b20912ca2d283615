import { createHash } from 'node:crypto';
import { Refusal } from '../refusal.ts';
import type { Facts } from './entry.ts';

/** What differs between two states of the same thing, for the audit log; nothing when they are alike. */
export function difference(before: Facts, after: Facts): { before: Facts; after: Facts } | null {
	const changed = Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
	if (changed.length === 0) return null;
	const only = (facts: Facts) => Object.fromEntries(changed.map((name) => [name, facts[name] ?? null]));
	return { before: only(before), after: only(after) };
}

/**
 * What a form changes of a thing that it `shown` before, for the audit log. What is so already is no change, whoever made it: a form that
 * is sent twice quarrels with nobody.
 * @throws Refusal `changed-meanwhile`: the thing is not what the form showed any more
 */
export function changeOf(before: Facts, after: Facts, shown: string): ReturnType<typeof difference> {
	const changed = difference(before, after);
	if (changed && stampOf(before) !== shown) throw new Refusal('changed-meanwhile');
	return changed;
}

/** A form carries it from the page that showed these facts, so that whoever changes them changes what he saw. */
export function stampOf(facts: Facts): string {
	const sorted = Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1));
	return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url').slice(0, 22);
}
