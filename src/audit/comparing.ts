import { createHash } from 'node:crypto';
import type { Facts } from './entry.ts';

/** What differs between two states of the same thing, for the audit log; nothing when they are alike. */
export function difference(before: Facts, after: Facts): { before: Facts; after: Facts } | null {
	const changed = Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
	if (changed.length === 0) return null;
	const only = (facts: Facts) => Object.fromEntries(changed.map((name) => [name, facts[name] ?? null]));
	return { before: only(before), after: only(after) };
}

/** A form carries it from the page that showed these facts, so that whoever changes them changes what he saw. */
export function stampOf(facts: Facts): string {
	const sorted = Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1));
	return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url').slice(0, 22);
}
