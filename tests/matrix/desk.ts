import { button, oneTooMany, tooManyFiles, type Entry } from './entry.ts';
import { desk, leadsTo } from './rules.ts';

const registers = desk({ needs: ['register'] });
const works = desk({ needs: ['support'] });

/** The desk: its queue, tickets, customers and units. */
export const deskEntries: Record<string, Entry> = {
	'LOAD /desk/(room)': { rule: desk() },
	'GET /desk': { rule: leadsTo('/desk/queue') },
	'GET /desk/queue': { rule: desk() },
	'POST /desk/queue?/next': { rule: works, ...button },
	'POST /desk/queue?/take': {
		about: ['ticket'],
		rule: works,
		fields: ({ values }) => ({ number: values['number'] ?? '' }),
		ignoresOtherFields: true,
	},
	'GET /desk/tickets/[number]': { about: ['ticket'], rule: desk() },
	'POST /desk/tickets/[number]?/take': { about: ['ticket'], rule: works, ignoresOtherFields: true },
	'POST /desk/tickets/[number]?/reply': {
		about: ['ticket'],
		rule: works,
		fields: () => tooManyFiles,
		form: () => ({ message: 'Try another supply.' }),
	},
	'POST /desk/tickets/[number]?/note': {
		about: ['ticket'],
		rule: works,
		fields: () => tooManyFiles,
		form: () => ({ note: 'The third of this batch.' }),
	},
	'POST /desk/tickets/[number]?/close': {
		about: ['ticket'],
		rule: works,
		form: () => ({ solution: 'Another supply.' }),
	},
	'GET /desk/customers/[code]': { about: ['customer'], rule: desk() },
	'POST /desk/customers/[code]?/send': { about: ['customer'], rule: registers, fields: oneTooMany },
	'POST /desk/customers/[code]?/disable': { about: ['customer'], rule: registers, fields: oneTooMany },
	'POST /desk/customers/[code]?/reset': { about: ['customer'], rule: registers, fields: oneTooMany },
	'POST /desk/customers/[code]?/enable': { about: ['customer'], rule: registers, fields: oneTooMany },
	'GET /desk/customers/[code]/change': { about: ['customer'], rule: registers },
	'POST /desk/customers/[code]/change': { about: ['customer'], rule: registers },
	'GET /desk/customers/[code]/units': { about: ['customer'], rule: registers },
	'POST /desk/customers/[code]/units': { about: ['customer'], rule: registers },
	'GET /desk/rma/figures': { rule: desk({ needs: ['support', 'inspect'] }) },
	'GET /desk/rma/figures.csv': { rule: desk({ needs: ['support', 'inspect'] }) },
	'GET /desk/units/[serial]': { about: ['unit'], rule: desk() },
	'POST /desk/units/[serial]?/bind': { about: ['unit'], rule: registers },
	'POST /desk/units/[serial]?/release': { about: ['unit'], rule: registers },
	'GET /desk/units/[serial]/change': { about: ['unit'], rule: registers },
	'POST /desk/units/[serial]/change': { about: ['unit'], rule: registers },
	'GET /desk/units/[serial]/transfer': { about: ['unit'], rule: registers },
	'POST /desk/units/[serial]/transfer': { about: ['unit'], rule: registers },
};
