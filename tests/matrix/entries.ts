import { accessEntries } from './access.ts';
import { makerEntries } from './admin-maker.ts';
import { newsEntries } from './admin-news.ts';
import { peopleEntries } from './admin-people.ts';
import { deskEntries } from './desk.ts';
import type { Entry } from './entry.ts';
import { portalEntries } from './portal.ts';
import { rmaEntries } from './rma.ts';

/** Who may do what: the whole table, by the operation's name. */
export const entries: Readonly<Record<string, Entry>> = {
	...accessEntries,
	...portalEntries,
	...deskEntries,
	...peopleEntries,
	...makerEntries,
	...newsEntries,
	...rmaEntries,
};
