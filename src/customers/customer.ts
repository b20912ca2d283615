import type { Locale } from '../identity/account.ts';

/** A company or person with a customer code. */
export type Customer = {
	id: number;
	code: string;
	company: string;
	email: string;
	country: string;
	locale: string;
	timeZone: string;
};

/** Whether a customer can log in: he never had a way, his first password was sent, or it expired unused, he has his own, he is shut out. */
export type Access = 'never' | 'sent' | 'expired' | 'active' | 'disabled';

/** A customer as staff see him. */
export type OverseenCustomer = Customer & {
	address: string;
	phone: string;
	locale: Locale;
	since: Date;
	/** 0: he has accepted none. */
	termsVersion: number;
	termsAcceptedAt: Date | null;
	access: Access;
	hasSecondFactor: boolean;
};
