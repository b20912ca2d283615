import type { Rule } from './rules.ts';
import type { Kind, Thing } from './thing.ts';

export type Fields = Record<string, string | string[]>;

/** Who may do what: one for each operation of the code. */
export type Entry = {
	rule: Rule;
	/** For the brackets of an address that names no thing of the world. */
	at?: Record<string, string>;
	/** What it is about: it is asked for with each thing of these kinds, and a missing one. */
	about?: Kind[];
	/** What is posted by the matrix: a form that is refused, but only after it was asked who posts it. */
	fields?: (thing: Thing) => Fields;
	/** The form is looked at before what it is about, so that nothing missing is told from a form that is wrong. */
	formFirst?: true;
	/** A form that is accepted: with one field more that it does not have, it is refused. */
	form?: (thing: Thing) => Fields;
	/** The form is not read, or what is in it besides its fields has no effect. */
	ignoresOtherFields?: true;
	/** Answers of whoever may, besides those that all may get. */
	accepts?: number[];
	/** Caches may keep its answer and other sites may use it; nothing else may be either. */
	isSyndicated?: true;
	/** Caches may keep its answer for good, but no other site may use it. */
	isUnchanging?: true;
	/** Ends the session, so each asks with one of his own. */
	endsSession?: true;
	/** What it uses up is put back after each answer. */
	usesUp?: true;
};

// A form without fields that is not empty is refused, but not before it was asked who posts it.
export const oneTooMany = () => ({ surplus: 'x' });
export const button = { fields: oneTooMany, formFirst: true as const };
// A message with so many files is refused, but last of all.
export const tooManyFiles = {
	attached: Array.from({ length: 50 }, (_, index) => `00000000-0000-4000-9000-${String(index).padStart(12, '0')}`),
};
