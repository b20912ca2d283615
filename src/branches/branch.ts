/** An interval of office hours on a weekday (1 Monday … 7 Sunday), wall-clock 'HH:MM' in the branch's zone. */
export type OfficeHours = { weekday: number; opens: string; closes: string };

export type Branch = {
	id: number;
	slug: string;
	legalName: string;
	country: string;
	timeZone: string;
	languages: string[];
	phone: string;
	hours: OfficeHours[];
};
