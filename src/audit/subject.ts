import { m } from '../paraglide/messages.js';

type Kind = { word: () => string; page?: (key: string) => string };

/** What entries are about, as `kind:key`, and where it is shown. */
const kinds: Record<string, Kind> = {
	account: { word: m.audit_subject_account },
	customer: { word: m.audit_subject_customer, page: (code) => `/desk/customers/${encodeURIComponent(code)}` },
	unit: { word: m.audit_subject_unit, page: (key) => `/desk/units/${encodeURIComponent(serialOf(key))}` },
	staff: { word: m.audit_subject_staff, page: () => '/desk/admin/staff' },
	terms: { word: m.audit_subject_terms, page: () => '/desk/admin/terms' },
	product: { word: m.audit_subject_product, page: (slug) => `/desk/admin/products/${encodeURIComponent(slug)}` },
	accessory: { word: m.audit_subject_accessory, page: (key) => `/desk/admin/products/${key.split('/')[0]}` },
	carrier: { word: m.audit_subject_carrier, page: () => '/desk/admin/carriers' },
	provider: { word: m.audit_subject_provider, page: () => '/desk/admin/providers' },
	serial: { word: m.audit_subject_serial, page: () => '/desk/admin/releases' },
	branch: { word: m.audit_subject_branch, page: () => '/desk/admin/branches' },
	maker: { word: m.audit_subject_maker, page: () => '/desk/admin/branches' },
	closure: { word: m.audit_subject_closure, page: (id) => `/desk/admin/closures/${encodeURIComponent(id)}` },
	announcement: {
		word: m.audit_subject_announcement,
		page: (id) => `/desk/admin/announcements/${encodeURIComponent(id)}`,
	},
	rma: { word: m.audit_subject_rma, page: (number) => `/desk/rma/${encodeURIComponent(number)}` },
	import: { word: m.audit_subject_import, page: (id) => `/desk/admin/import/${encodeURIComponent(id)}` },
};

/** The subject of an entry for a reader: its kind in words ('' where it is of none), its name, and its page. */
export function readSubject(subject: string): { word: string; key: string; href: string | undefined } {
	const colon = subject.indexOf(':');
	const kind = subject.slice(0, Math.max(colon, 0));
	const key = subject.slice(colon + 1);
	const known = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
	if (!known) return { word: '', key: subject, href: undefined };
	return { word: known.word(), key: kind === 'unit' ? key.replace('/', ' ') : key, href: known.page?.(key) };
}

/** A unit's key is `product/serial`, and a serial number may hold slashes. */
function serialOf(key: string): string {
	return key.slice(key.indexOf('/') + 1);
}
