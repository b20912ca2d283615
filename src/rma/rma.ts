import type { Locale } from '../identity/account.ts';

export const rmaStates = [
	'authorised',
	'form_complete',
	'in_transit',
	'received',
	'inspecting',
	'quoted',
	'accepted',
	'declined',
	'repaired',
	'replaced',
	'returned_unrepaired',
	'shipped_back',
	'closed',
	'refused',
	'expired',
	'cancelled',
] as const;
export type RmaState = (typeof rmaStates)[number];

/** What a technician found to be the reason why a unit came back. */
export const causes = [
	'no_fault',
	'electronics',
	'connector',
	'supply',
	'firmware',
	'handling',
	'transport',
	'other',
] as const;
export type Cause = (typeof causes)[number];

/** What the receiving desk found of an item: the thing itself, and what belongs to it, by slug. */
export type Arrival = { here: boolean; accessories: Record<string, boolean> };

/** How many days an authorisation is good for at most (product.md R1 proposes thirty). */
export const mostDays = 180;

/** Longest texts, in characters. */
export const rmaLimits = { instructions: 4000, reason: 1000, carrier: 100, tracking: 100 } as const;

/** What travels: a unit, or with `accessory` (a slug of the product's list) one thing that belongs to it. */
export type RmaItem = { unitId: number; accessory: string | null };

/** An item as pages show it, its accessories to be ticked; an accessory that travels alone has none. */
export type ShownItem = RmaItem & {
	nth: number;
	product: string;
	productName: string;
	serial: string;
	/**
	 * In the reader's language: the product's list until the form is complete, then what it was asked, and with it the one that travels alone.
	 */
	accessories: { slug: string; name: string; picture: string }[];
};

/** The branch that a parcel goes to; `address` line by line, '' where nobody has entered one. `country` by ISO 3166-1. */
export type Destination = { legalName: string; address: string; country: string; phone: string };

/** Where a parcel goes, line by line, the branch's name on the first of them once; `country` by its name. */
export function destinationLines({ legalName, address }: Destination, country: string): string[] {
	const lines = address
		.split('\n')
		.map((line) => line.trim())
		.filter(Boolean);
	return [...(lines[0] === legalName ? [] : [legalName]), ...lines, country];
}

/** A Return Merchandise Authorization (product.md R1–R3): permission to send units back, and where they are. */
export type Rma = {
	number: number;
	ticketNumber: number;
	customerId: number;
	customerCode: string;
	company: string;
	locale: Locale;
	branchId: number;
	state: RmaState;
	stateSince: Date;
	inWarranty: boolean;
	instructions: string;
	authorisedAt: Date;
	expiresAt: Date;
	completedAt: Date | null;
	carrier: string;
	tracking: string;
	returnCarrier: string;
	returnTracking: string;
	version: number;
};

/** An authorisation whose days are over is over, though nobody has written that down yet. */
export function asOf(rma: Rma, now: Date): Rma {
	return rma.state === 'authorised' && rma.expiresAt <= now ? { ...rma, state: 'expired' } : rma;
}

/** The number and version that somebody had before his eyes: who acts on an older one is told. */
export type Shown = { number: number; version: number };
