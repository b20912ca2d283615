import type { Locale } from '../identity/account.ts';
import type { SubscriptionPolicy } from '../units/product.ts';
import type { UnitKind } from '../units/unit.ts';

/** The RMA that something is on at this moment; `mayOpen`: whoever looks sees more of it than its number. */
export type UnderWay = { number: number; mayOpen: boolean };

/** A unit that may be sent, with what belongs to it. */
export type ProposedUnit = {
	id: number;
	productName: string;
	serial: string;
	kind: UnitKind | null;
	/** 'YYYY-MM-DD' */
	subscriptionUntil: string | null;
	subscriptionPolicy: SubscriptionPolicy;
	/** When it was registered. */
	since: Date;
	isOfTicket: boolean;
	underWay: UnderWay | null;
	accessories: { slug: string; name: string; underWay: UnderWay | null }[];
};

/** A branch to which something may be sent; `address` '' where nobody has entered one. */
export type ProposedDestination = {
	id: number;
	slug: string;
	name: string;
	address: string;
	instructions: Partial<Record<Locale, string>>;
};

/** How to send something there, in a customer's language where the branch has words in it, else in English. */
export function instructionsFor(
	{ instructions }: Pick<ProposedDestination, 'instructions'>,
	locale: Locale,
): { text: string; language: Locale } {
	const own = instructions[locale];
	return own ? { text: own, language: locale } : { text: instructions.en ?? '', language: 'en' };
}
