import type { Locale } from '../src/identity/account.ts';
import type { ItemForm, ParcelForm } from '../src/rma/form.ts';
import type { RmaState } from '../src/rma/rma.ts';
import type { Printable } from '../src/rma/wording.ts';
import { fullForm } from './sending.ts';

export type Details = {
	fault?: string;
	parcel?: Partial<ParcelForm>;
	item?: Partial<ItemForm>;
	instructions?: string;
	/** How many units are in the parcel. */
	units?: number;
	incomplete?: true;
	state?: RmaState;
};

const slugs = ['usb-cable', 'supply', 'case'];

/** What a paper is made from, complete unless told otherwise: three accessories, each with another answer. */
export function printable(locale: Locale, details: Details = {}): Printable {
	const { fault = 'It does not power up.', parcel, item, instructions = 'Pack it well.', units = 1 } = details;
	const answers = { 'usb-cable': 'in_parcel', supply: 'missing', case: 'never_had' } as const;
	const written = { purchasedOn: '2024-03-01', fault, accessories: answers, ...item };
	const nths = Array.from({ length: units }, (_, index) => index + 1);
	return {
		rma: {
			number: 10001,
			ticketNumber: 100123,
			customerId: 1,
			customerCode: 'C1001',
			company: 'Officina Ferri',
			locale,
			branchId: 1,
			state: details.state ?? (details.incomplete ? 'authorised' : 'form_complete'),
			stateSince: new Date('2026-11-20T10:00Z'),
			inWarranty: true,
			instructions,
			authorisedAt: new Date('2026-11-20T10:00Z'),
			expiresAt: new Date('2026-12-20T10:00Z'),
			completedAt: details.incomplete ? null : new Date('2026-11-22T10:00Z'),
			carrier: '',
			tracking: '',
			returnCarrier: '',
			returnTracking: '',
			version: 2,
		},
		items: nths.map((nth) => ({
			nth,
			unitId: nth,
			accessory: null,
			product: 'k-tag',
			productName: 'K-TAG',
			serial: `KT-000${nth}-A`,
			accessories: slugs.map((slug) => ({ slug, name: slug.toUpperCase(), picture: 'box' })),
		})),
		form: { parcel: { ...fullForm().parcel, ...parcel }, items: new Map(nths.map((nth) => [nth, written])) },
		destination: { legalName: 'Maker S.r.l.', address: 'Via Prova 1\n00000 Altrove', country: 'IT', phone: '' },
		maker: { brand: 'Serialdesk', accent: '#c2410c', logo: '', website: '' },
		timeZone: 'Europe/Rome',
		formHash: details.incomplete ? null : 'a3f19c0d5e2b7788'.repeat(4),
	};
}
