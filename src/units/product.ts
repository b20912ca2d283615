import type { Locale } from '../identity/account.ts';
import type { Accessory } from './accessory.ts';

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

/**
 * What an expired subscription means (product.md P5): it is shown; it is shown with a warning; new tickets about the unit are
 * refused. Tickets that exist go on, whatever the policy.
 */
export const subscriptionPolicies = ['inform', 'warn', 'block'] as const;
export type SubscriptionPolicy = (typeof subscriptionPolicies)[number];

/** A product as the administration shows and changes it. */
export type ProductSettings = {
	slug: string;
	name: string;
	hasSerials: boolean;
	newestVersion: string;
	subscriptionPolicy: SubscriptionPolicy;
	accessories: Accessory[];
};

/** Text in every language the portal speaks. */
export type InEveryLanguage = Record<Locale, string>;
