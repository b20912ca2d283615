import { locales } from '../../src/identity/account.ts';
import { button, oneTooMany, tooManyFiles, type Entry } from './entry.ts';
import { desk, leadsTo } from './rules.ts';

const seesRegister = desk({ needs: ['register', 'inspect'] });
const registers = desk({ needs: ['register'] });
const inspects = desk({ needs: ['inspect'] });
const administers = desk({ needs: ['administer'] });

const works = desk({ needs: ['support'] });

const room: Record<string, Entry> = {
	'LOAD /desk/(room)': { rule: desk() },
	'GET /desk': { rule: leadsTo('/desk/queue') },
	'GET /desk/queue': { rule: desk() },
	// Nothing waits in this world, which is what those who work are told.
	'POST /desk/queue?/next': { rule: works, accepts: [404], ignoresOtherFields: true },
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
};

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
const silence = { reminded: '7', closed: '14', shown: 'what was not shown' };
const branch = {
	name: 'Portugal Lda',
	country: 'PT',
	zone: 'Europe/Lisbon',
	phone: '',
	language: 'pt',
	serves: 'PT',
	monday: '09:00–13:00',
};

const accessory = {
	'name-en': 'Cable',
	'name-it': '',
	'name-fr': '',
	'name-es': '',
	'name-ru': '',
	picture: 'usb-cable',
	after: '',
};
const carrier = { name: 'Corriere Nuovo', address: '', after: '' };

const words = Object.fromEntries(
	locales.flatMap((locale) => [
		[`title-${locale}`, 'New'],
		[`body-${locale}`, ''],
	]),
);
const announcement = {
	...words,
	branch: '',
	audience: 'nobody',
	'from-day': '',
	'from-time': '',
	'until-day': '',
	'until-time': '',
};
// Words of the world's own one: to change it, something must differ.
const changedAnnouncement = { ...announcement, 'body-en': 'Changed', revision: '1' };

const closure = {
	...words,
	branch: '',
	reason: '',
	'start-day': '2099-08-10',
	'start-time': '00:00',
	'end-day': '2099-08-17',
	'end-time': '00:00',
	'no-tickets': 'on',
};
const newClosure = { ...closure, kind: 'company_holiday', planned: 'planned', key: 'matrix-closure' };
const changedClosure = { ...closure, version: '1' };

const administration: Record<string, Entry> = {
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
	'GET /desk/admin/announcements': { rule: inspects },
	'GET /desk/admin/announcements/new': { rule: administers },
	'POST /desk/admin/announcements/new?/preview': { rule: administers, form: () => announcement },
	'POST /desk/admin/announcements/new?/edit': { rule: administers, form: () => announcement },
	'POST /desk/admin/announcements/new?/publish': {
		rule: administers,
		form: () => ({ ...announcement, key: 'matrix-announcement' }),
	},
	'GET /desk/admin/announcements/[id]': { about: ['announcement'], rule: inspects },
	'POST /desk/admin/announcements/[id]?/preview': {
		about: ['announcement'],
		rule: administers,
		form: () => changedAnnouncement,
	},
	'POST /desk/admin/announcements/[id]?/edit': {
		about: ['announcement'],
		rule: administers,
		form: () => changedAnnouncement,
	},
	'POST /desk/admin/announcements/[id]?/publish': {
		about: ['announcement'],
		rule: administers,
		form: () => ({ ...changedAnnouncement, key: 'matrix-change' }),
	},
	'POST /desk/admin/announcements/[id]?/withdraw': {
		about: ['announcement'],
		rule: administers,
		fields: oneTooMany,
	},
	'GET /desk/admin/closures': { rule: inspects },
	'GET /desk/admin/closures/new': { rule: administers },
	'POST /desk/admin/closures/new?/preview': { rule: administers, form: () => newClosure },
	'POST /desk/admin/closures/new?/edit': { rule: administers, form: () => newClosure },
	'POST /desk/admin/closures/new?/publish': { rule: administers, form: () => newClosure },
	'GET /desk/admin/closures/[id]': { about: ['closure'], rule: inspects },
	'GET /desk/admin/closures/[id]/change': { about: ['closure'], rule: administers },
	'POST /desk/admin/closures/[id]/change?/preview': {
		about: ['closure'],
		rule: administers,
		form: () => changedClosure,
	},
	'POST /desk/admin/closures/[id]/change?/edit': {
		about: ['closure'],
		rule: administers,
		form: () => changedClosure,
	},
	'POST /desk/admin/closures/[id]/change?/publish': {
		about: ['closure'],
		rule: administers,
		fields: oneTooMany,
	},
	'GET /desk/admin/closures/[id]/cancel': { about: ['closure'], rule: administers },
	'POST /desk/admin/closures/[id]/cancel?/cancel': {
		about: ['closure'],
		rule: administers,
		fields: oneTooMany,
	},
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
	'GET /desk/admin/products': { rule: inspects },
	'GET /desk/admin/products/[slug]': { about: ['product'], rule: inspects },
	'POST /desk/admin/products/[slug]?/change': { about: ['product'], rule: administers, formFirst: true },
	'GET /desk/admin/products/[slug]/accessories/new': { at: { slug: 'k-tag' }, rule: administers },
	'POST /desk/admin/products/[slug]/accessories/new?/add': {
		at: { slug: 'k-tag' },
		rule: administers,
		form: () => accessory,
	},
	'GET /desk/admin/products/[slug]/accessories/[accessory]': { about: ['accessory'], rule: administers },
	'POST /desk/admin/products/[slug]/accessories/[accessory]?/change': {
		about: ['accessory'],
		rule: administers,
		fields: () => ({ ...accessory, shown: 'what was not shown' }),
		form: () => ({ ...accessory, shown: 'what was not shown' }),
	},
	'POST /desk/admin/products/[slug]/accessories/[accessory]?/remove': {
		about: ['accessory'],
		rule: administers,
		fields: () => ({ shown: 'what was not shown' }),
		form: () => ({ shown: 'what was not shown' }),
	},
	'GET /desk/admin/carriers': { rule: inspects },
	'GET /desk/admin/carriers/new': { rule: administers },
	'POST /desk/admin/carriers/new?/add': { rule: administers, form: () => carrier },
	'GET /desk/admin/carriers/[id]': { about: ['carrier'], rule: administers },
	'POST /desk/admin/carriers/[id]?/change': {
		about: ['carrier'],
		rule: administers,
		fields: () => ({ ...carrier, shown: 'what was not shown' }),
		form: () => ({ ...carrier, shown: 'what was not shown' }),
	},
	'POST /desk/admin/carriers/[id]?/remove': {
		about: ['carrier'],
		rule: administers,
		fields: () => ({ shown: 'what was not shown' }),
		form: () => ({ shown: 'what was not shown' }),
	},
	'GET /desk/admin/branches': { rule: inspects },
	'POST /desk/admin/branches?/silence': { rule: administers, form: () => silence },
	'GET /desk/admin/branches/[id]': { about: ['branch'], rule: inspects },
	'POST /desk/admin/branches/[id]': {
		about: ['branch'],
		rule: administers,
		form: () => ({ ...branch, version: '1' }),
	},
	'GET /desk/admin/branches/new': { rule: administers },
	'POST /desk/admin/branches/new': { rule: administers, form: () => ({ ...branch, slug: 'portugal' }) },
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
	'GET /desk/admin/closures/holidays': { rule: inspects },
	'POST /desk/admin/closures/holidays?/accept': { rule: administers, fields: oneTooMany },
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

/** The desk and its administration. */
export const deskEntries: Record<string, Entry> = { ...room, ...administration };
