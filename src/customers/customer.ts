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
