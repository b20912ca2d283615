import { locales } from '../../src/identity/account.ts';
import { oneTooMany, type Entry } from './entry.ts';
import { desk } from './rules.ts';

const inspects = desk({ needs: ['inspect'] });
const administers = desk({ needs: ['administer'] });

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

/** The administration of what customers are told: announcements and closures. */
export const newsEntries: Record<string, Entry> = {
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
	'GET /desk/admin/closures/holidays': { rule: inspects },
	'POST /desk/admin/closures/holidays?/accept': { rule: administers, fields: oneTooMany },
};
