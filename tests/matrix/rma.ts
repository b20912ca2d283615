import { oneTooMany, tooManyFiles, type Entry } from './entry.ts';
import { bothSides, customers, desk } from './rules.ts';
import type { Thing } from './thing.ts';

const works = desk({ needs: ['support'] });

const sent = { about: ['rma' as const], rule: customers('view') };
const version = () => ({ version: '1' });

const sender: Record<string, Entry> = {
	'GET /rma/[number]': sent,
	'GET /rma/[number].pdf': sent,
	'GET /rma/photos/[id]': { about: ['rma photo'], rule: bothSides('view') },
	'GET /rma/photos/[id]/preview': { about: ['rma photo'], rule: bothSides('view') },
	'POST /rma/[number]?/save': { ...sent, fields: version },
	'POST /rma/[number]?/complete': { ...sent, fields: version },
	'POST /rma/[number]/form': { ...sent, fields: version },
	'POST /rma/[number]?/send': { ...sent, fields: () => ({ version: '1', carrier: 'GLS', tracking: '' }) },
	'POST /rma/[number]?/accept': { ...sent, fields: version },
	'POST /rma/[number]?/decline': { ...sent, fields: version },
	'POST /rma/[number]?/cancel': { ...sent, fields: version },
	'POST /rma/[number]?/close': { ...sent, fields: version },
};

const scanned = ({ values }: Thing) => ({ q: `RMA-${values['number']}` });
const parcel = () => ({ version: '1', reason: '', present: '1' });
const receiving: Record<string, Entry> = {
	'GET /desk/tickets/[number]/rma': { about: ['ticket'], rule: works },
	'POST /desk/tickets/[number]/rma?/look': { about: ['ticket'], rule: works, form: () => ({ search: 'KT' }) },
	// Refused, because nobody has said whether it is in warranty.
	'POST /desk/tickets/[number]/rma?/authorise': { about: ['ticket'], rule: works, fields: oneTooMany },
	'GET /desk/rma': { rule: works },
	'POST /desk/rma?/scan': { about: ['rma'], rule: works, fields: scanned, form: scanned },
	'GET /desk/rma/[number]/receive': { about: ['rma'], rule: works },
	'POST /desk/rma/[number]/receive?/accept': { about: ['rma'], rule: works, fields: parcel, form: parcel },
	'POST /desk/rma/[number]/receive?/refuse': {
		about: ['rma'],
		rule: works,
		fields: () => ({ ...parcel(), reason: 'No form' }),
		form: () => ({ ...parcel(), reason: 'No form' }),
	},
	'POST /desk/rma/[number]/receive?/photograph': { about: ['rma'], rule: works, fields: () => tooManyFiles },
};

// The world's RMAs are over: whoever may take a step is told so.
const step = { version: '1' };
const rmaQuote = { ...step, 'text-1': 'Board', 'amount-1': '129.00', currency: 'EUR', vat: '', until: '2099-01-31' };
const rmaSteps: Record<string, Record<string, string>> = {
	inspect: step,
	quote: rmaQuote,
	sum: rmaQuote,
	repair: { ...step, cause: 'supply' },
	replace: { ...step, cause: 'supply', 'serial-1': 'KT-9009-X' },
	return: { ...step, cause: 'other', reason: 'Beyond repair' },
	ship: { ...step, carrier: 'Corriere', tracking: 'T 1' },
	close: step,
	cancel: step,
	refuse: { ...step, reason: 'No form in it' },
};

const bench: Record<string, Entry> = {
	'GET /desk/rma/[number]': { about: ['rma'], rule: desk() },
	'GET /desk/rma/[number].pdf': { about: ['rma'], rule: desk() },
	...Object.fromEntries(
		Object.entries(rmaSteps).map(([name, form]) => [
			`POST /desk/rma/[number]?/${name}`,
			{ about: ['rma'], rule: works, form: () => form } satisfies Entry,
		]),
	),
};

/** What travels: its sender's pages, the desk that receives it and the bench. */
export const rmaEntries: Record<string, Entry> = { ...sender, ...receiving, ...bench };
