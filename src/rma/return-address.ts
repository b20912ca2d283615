import type { Profile } from '../customers/profile.ts';
import { formLimits, type ContactField } from './form.ts';

// “00000 Cittaprova”, “LV-1010 Riga”, “AB1 2CD Northgate”: at most two words with digits, then the town.
const town = /^((?=\S*\d)[\p{L}\d-]{2,10}(?: (?=\S*\d)[\p{L}\d]{2,4})?)\s+(\D.*)$/u;

/** What a customer's own data say about where a parcel goes back to; what does not fit its field is left to him. */
export function proposeContact({
	company,
	country,
	phone,
	address,
}: Pick<Profile, 'company' | 'country' | 'phone' | 'address'>): Partial<Record<ContactField, string>> {
	const parts = address
		.split(/\n|, /)
		.map((part) => part.trim())
		.filter(Boolean);
	const [, postcode = '', city = ''] = town.exec(parts.at(-1) ?? '') ?? [];
	const street = (postcode ? parts.slice(0, -1) : parts).join(', ');
	const proposed = { company, country, phone, street, postcode, city };
	return Object.fromEntries(
		Object.entries(proposed).filter(([field, value]) => value.length <= formLimits[field as ContactField]),
	);
}
