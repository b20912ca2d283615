import type { Facts } from '../audit/entry.ts';
import type { Place } from '../database/timeline.ts';
import type { UnitEventKind } from './history.ts';

/** Which part of a unit's story is told. */
export const storyFilters = ['all', 'ownership', 'software', 'tickets', 'rma'] as const;
export type StoryFilter = (typeof storyFilters)[number];

export type StoryKind = Exclude<UnitEventKind, 'rma'>;

/**
 * What happened to a unit itself. `imported`: it was in the maker's records before the portal was. `by`: a company's or a staff member's
 * name, '' for the portal itself.
 */
export type StoryEvent = {
	place: Place;
	kind: StoryKind;
	at: Date;
	imported: boolean;
	by: string;
	details: Facts;
};

/** The same as its owner is told it: who did it only as far as it is his to know. */
export type OwnStoryEvent = Omit<StoryEvent, 'by'> & { by: 'himself' | 'support' | 'another' | 'portal' };

/** Serial numbers of the unit that took its place, and of the one whose place it took. */
export type Succession = { replacedBy: string | null; replaces: string | null };
