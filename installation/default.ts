import type { Locale } from '../src/identity/account.ts';

/** Weekdays from Monday 1 to Sunday 7; wall-clock time in the branch's zone. */
export type Hours = { weekdays: number[]; opens: string; closes: string };

export type DefaultBranch = {
	slug: string;
	legalName: string;
	country: string;
	timeZone: string;
	languages: Locale[];
	phone: string;
	hours: Hours[];
	/** Countries served; the one branch with `servesTheRest` takes every other. */
	serves: string[];
	servesTheRest?: true;
};

/**
 * The maker whose portal this is. `logo` is the path data of a mark in a square of 32, to be filled by the even-odd rule
 * with the text's colour: a plug with its three contacts, a rising step cut out of it.
 */
export const maker = {
	brand: 'Alientech',
	accent: '#0e5a66',
	logo: 'M6 2h20a4 4 0 0 1 4 4v20a4 4 0 0 1-4 4h-2.5v-5h-3v5H17.5v-5h-3v5H11.5v-5h-3v5H6a4 4 0 0 1-4-4V6a4 4 0 0 1 4-4zM7 20h6v-5h6v-5h6V7h-9v5h-6v5H7z',
	website: '',
};

const mondayToFriday = [1, 2, 3, 4, 5];

/** Numbers are fictitious: a French range set aside for fiction, and area codes that do not exist. */
export const branches: DefaultBranch[] = [
	{
		slug: 'italy',
		legalName: 'Alientech S.r.l.',
		country: 'IT',
		timeZone: 'Europe/Rome',
		languages: ['it', 'en'],
		phone: '+39 000 555 0100',
		hours: [
			{ weekdays: mondayToFriday, opens: '08:30', closes: '12:30' },
			{ weekdays: mondayToFriday, opens: '14:00', closes: '18:00' },
		],
		serves: ['IT'],
		servesTheRest: true,
	},
	{
		slug: 'france',
		legalName: 'SAS Alientech France',
		country: 'FR',
		timeZone: 'Europe/Paris',
		languages: ['fr'],
		phone: '+33 1 99 00 45 10',
		hours: [
			{ weekdays: mondayToFriday, opens: '09:00', closes: '12:00' },
			{ weekdays: mondayToFriday, opens: '14:00', closes: '18:30' },
		],
		serves: ['FR', 'GP', 'MQ', 'GF', 'RE', 'YT'],
	},
	{
		slug: 'spain',
		legalName: 'Alientech Iberica SLU',
		country: 'ES',
		timeZone: 'Europe/Madrid',
		languages: ['es'],
		phone: '+34 000 55 01 00',
		hours: [
			{ weekdays: mondayToFriday, opens: '10:00', closes: '14:00' },
			{ weekdays: mondayToFriday, opens: '15:00', closes: '19:00' },
		],
		serves: ['ES', 'AD'],
	},
];
