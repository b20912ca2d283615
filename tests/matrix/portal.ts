import { tooManyFiles, type Entry } from './entry.ts';
import { bothSides, customers, owners, writers } from './rules.ts';
import type { Thing } from './thing.ts';

const service = { product: 'data-bank' };

const portal: Record<string, Entry> = {
	'GET /new': { rule: customers() },
	'GET /new/[product]': { at: service, rule: customers() },
	'POST /new/[product]?/open': { at: service, rule: customers() },
	'POST /new/[product]?/cancel': { at: service, rule: customers(), ignoresOtherFields: true },
	'GET /new/[product]/[serial]': { about: ['unit'], rule: customers('view') },
	'POST /new/[product]/[serial]?/open': {
		about: ['unit'],
		rule: customers('view'),
		form: () => ({ subject: 'Reading stops', message: 'It stopped twice.' }),
	},
	'POST /new/[product]/[serial]?/cancel': { about: ['unit'], rule: customers('view'), ignoresOtherFields: true },
	'GET /tickets': { rule: customers() },
	'GET /tickets/[number]': { about: ['ticket'], rule: customers('view') },
	'POST /tickets/[number]?/reply': {
		about: ['ticket'],
		rule: customers('reply'),
		fields: () => tooManyFiles,
		form: () => ({ message: 'It stopped again.' }),
	},
	'POST /tickets/[number]?/close': {
		about: ['ticket'],
		rule: customers('close'),
		form: () => ({ solution: 'Another supply.' }),
	},
};

const named = ({ values }: Thing) => ({ product: values['product'] ?? '', serial: values['serial'] ?? '' });

const units: Record<string, Entry> = {
	'GET /units': { rule: customers() },
	'GET /units/[product]/[serial]': { about: ['unit'], rule: customers('own', 'missing') },
	'POST /units?/delegate': {
		about: ['unit'],
		rule: customers('own', 'missing'),
		// Refused, because nobody of this code is his Master.
		fields: (thing) => ({ ...named(thing), master: 'C0000' }),
	},
	'POST /units?/release': { about: ['unit'], rule: customers('let go', 'missing'), fields: named, usesUp: true },
	'POST /units?/request': { rule: customers(), form: () => ({ product: 'kessv2', serial: 'KS-8888-Y' }) },
	'POST /units?/withdraw': {
		about: ['request'],
		rule: customers('own', 'missing'),
		fields: ({ values }) => ({ id: values['id'] ?? '' }),
		usesUp: true,
	},
};

const files: Record<string, Entry> = {
	'GET /files/[id]': { about: ['file', 'waiting file'], rule: bothSides('view') },
	'GET /files/[id]/preview': { about: ['file'], rule: bothSides('view') },
	'POST /drafts': { rule: writers, ignoresOtherFields: true },
	'POST /uploads/[slot]': { at: { slot: 'other' }, rule: writers, ignoresOtherFields: true },
	'DELETE /uploads/[slot]/[id]': { about: ['waiting file'], rule: owners, usesUp: true, ignoresOtherFields: true },
};

/** What customers come for, and the files of both sides. */
export const portalEntries: Record<string, Entry> = { ...portal, ...units, ...files };
