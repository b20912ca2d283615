import { button, oneTooMany, type Entry } from './entry.ts';
import { desk } from './rules.ts';

const seesRegister = desk({ needs: ['register', 'inspect'] });
const registers = desk({ needs: ['register'] });
const inspects = desk({ needs: ['inspect'] });
const administers = desk({ needs: ['administer'] });

const newCustomer = {
	company: 'Officina Prova',
	email: 'prova@workshop.example',
	country: 'IT',
	key: 'matrix-customer',
	address: '',
	phone: '',
	code: '',
	language: '',
	zone: '',
};

const newMember = {
	name: 'Nora Nuova',
	email: 'nora@maker.example',
	role: 'technician',
	branch: 'italy',
	language: 'en',
	zone: '',
};

/** The administration of who comes and what is written of them: customers, staff, logins, terms, imports, the audit log. */
export const peopleEntries: Record<string, Entry> = {
	'LOAD /desk/(room)/admin': { rule: seesRegister },
	'GET /desk/admin': { rule: seesRegister },
	'GET /desk/admin/staff': { rule: inspects },
	'GET /desk/admin/staff/[id]': { about: ['member'], rule: inspects },
	'POST /desk/admin/staff/[id]?/change': { about: ['member'], rule: administers, formFirst: true },
	'POST /desk/admin/staff/[id]?/again': { ...button, about: ['member'], rule: administers },
	'POST /desk/admin/staff/[id]?/reset': { ...button, about: ['member'], rule: administers },
	'POST /desk/admin/staff/[id]?/return': { ...button, about: ['member'], rule: administers },
	'GET /desk/admin/staff/[id]/leave': { about: ['member'], rule: administers },
	'POST /desk/admin/staff/[id]/leave?/leave': { ...button, about: ['member'], rule: administers },
	'GET /desk/admin/staff/invite': { rule: administers },
	'POST /desk/admin/staff/invite?/invite': { rule: administers, form: () => newMember },
	'GET /desk/admin/providers': { rule: inspects },
	'GET /desk/admin/providers/[id]': { about: ['provider'], rule: inspects },
	'POST /desk/admin/providers/[id]?/change': { about: ['provider'], rule: administers, formFirst: true },
	'POST /desk/admin/providers/[id]?/check': { about: ['provider'], rule: administers, fields: oneTooMany },
	'POST /desk/admin/providers/[id]?/remove': {
		about: ['provider'],
		rule: administers,
		fields: () => ({ shown: 'what was not shown' }),
		form: () => ({ shown: 'what was not shown' }),
	},
	'GET /desk/admin/providers/add': { rule: administers },
	'POST /desk/admin/providers/add?/add': { rule: administers },
	'GET /desk/admin/audit': { rule: inspects },
	'POST /desk/admin/audit?/verify': { rule: inspects, ignoresOtherFields: true },
	'GET /desk/admin/audit.csv': { rule: inspects },
	'GET /desk/admin/bindings': { rule: seesRegister },
	'POST /desk/admin/bindings?/decide': {
		about: ['request'],
		rule: registers,
		fields: ({ values }) => ({ id: values['id'] ?? '', decision: 'declined' }),
		usesUp: true,
	},
	'GET /desk/admin/customers': { rule: seesRegister },
	'GET /desk/admin/customers/new': { rule: registers },
	'POST /desk/admin/customers/new': { rule: registers, form: () => newCustomer },
	'GET /desk/admin/releases': { rule: seesRegister },
	'POST /desk/admin/releases?/withdraw': { rule: registers },
	'GET /desk/admin/releases/new': { rule: registers },
	'POST /desk/admin/releases/new': {
		rule: registers,
		form: () => ({ product: 'kessv2', serials: 'KS-6666-X', kind: 'slave', master: '', until: '' }),
	},
	'GET /desk/admin/import': { rule: inspects },
	'POST /desk/admin/import?/start': { rule: administers },
	'GET /desk/admin/import/[id]': { about: ['import'], rule: inspects },
	'POST /desk/admin/import/[id]?/cancel': { about: ['import'], rule: administers, ignoresOtherFields: true },
	'GET /desk/admin/import/[id]/refused.csv': { about: ['import'], rule: inspects },
	'GET /desk/admin/terms': { rule: inspects },
	'POST /desk/admin/terms?/begin': { rule: administers, fields: oneTooMany },
	'GET /desk/admin/terms/[version]': { about: ['terms'], rule: inspects },
	'POST /desk/admin/terms/[version]?/save': { at: { version: '2' }, rule: administers },
	'POST /desk/admin/terms/[version]?/publish': { at: { version: '2' }, rule: administers },
	'POST /desk/admin/terms/[version]?/discard': {
		at: { version: '2' },
		rule: administers,
		fields: oneTooMany,
	},
};
