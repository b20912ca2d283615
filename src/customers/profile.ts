import type { Locale } from '../identity/account.ts';
import type { Notice } from './notice.ts';

/** What a customer sees of himself. */
export type Profile = {
	code: string;
	company: string;
	country: string;
	address: string;
	phone: string;
	email: string;
	/** A new address that waits for its confirmation. */
	waiting: { email: string; until: Date } | null;
	locale: Locale;
	timeZone: string;
	notices: Notice[];
	passwordChosenAt: Date | null;
	units: number;
	/** He has a Master unit: he may require a second factor for his account. */
	isMaster: boolean;
};

/** The most characters of each field. */
export const profileLimits = { address: 500, phone: 50, email: 254 };
