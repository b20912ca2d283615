import { branchLimits, type BranchFields } from '../../../../../branches/branch.ts';
import { locales, type Locale } from '../../../../../identity/account.ts';
import { text } from '../../../../form.server.ts';

const instructions = text(branchLimits.shippingInstructions, { lines: true });

/** Where parcels under an RMA go, and how they are sent, by language: `shipping-address`, `instructions-en` … */
export const shippingFields = {
	'shipping-address': text(branchLimits.shippingAddress, { lines: true }),
	...(Object.fromEntries(locales.map((locale) => [`instructions-${locale}`, instructions])) as Record<
		`instructions-${Locale}`,
		typeof instructions
	>),
};

type Shipping = Pick<BranchFields, 'shippingAddress' | 'shippingInstructions'>;

/** Both as they came through `shippingFields`; a language in which nothing is said is left out. */
export function shippingOf(data: Record<`instructions-${Locale}` | 'shipping-address', string>): Shipping {
	const said = locales.map((locale) => [locale, data[`instructions-${locale}`]]).filter(([, words]) => words);
	return { shippingAddress: data['shipping-address'], shippingInstructions: Object.fromEntries(said) };
}

/** Both as the fields show them. */
export function typedShipping({ shippingAddress, shippingInstructions }: Shipping): Record<string, string> {
	const said = locales.map((locale) => [`instructions-${locale}`, shippingInstructions[locale] ?? '']);
	return { 'shipping-address': shippingAddress, ...Object.fromEntries(said) };
}
