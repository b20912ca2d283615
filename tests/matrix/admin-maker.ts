import type { Entry } from './entry.ts';
import { desk } from './rules.ts';

const inspects = desk({ needs: ['inspect'] });
const administers = desk({ needs: ['administer'] });

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

/** The administration of the maker: its branches, products and accessories, and who carries its parcels. */
export const makerEntries: Record<string, Entry> = {
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
};
