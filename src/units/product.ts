import type { Locale } from '../identity/account.ts';

export const vehicleFields = ['make', 'model', 'engine', 'year', 'ecu', 'protocol'] as const;
export type VehicleField = (typeof vehicleFields)[number];

/** A catalogue entry: tool, software or service. */
export type Product = {
	slug: string;
	name: string;
	tagline: string;
	newestVersion: string;
	/** Services have none: their tickets belong to no unit. */
	hasSerials: boolean;
	fields: VehicleField[];
	slots: string[];
};

/** Text in every language the portal speaks. */
export type InEveryLanguage = Record<Locale, string>;
