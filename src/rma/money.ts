import { regional } from '../ui/format.ts';

/** The currencies (ISO 4217) in which a repair is quoted; the first one is proposed. */
export const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'PLN'] as const;

/** So many lines a quote has at most. */
export const mostQuoteLines = 10;

// Beyond it nobody repairs anything, and sums stay exact.
const mostDigits = 9;
const longest = 24;
// Everything that people put between thousands besides comma and point.
const gaps = /(?<=\d)[\u0020\u00a0\u202f\u2009'\u2019](?=\d{3}(?!\d))/g;

/** How many digits a currency has behind its point: two for most, none for the yen. */
export function minorDigits(currency: string): number {
	return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/**
 * What somebody typed as an amount, in the currency's smallest unit; null when it is none. Read as his language writes it, "1.234,50"
 * or "1,234.50"; the other way round only where it cannot be taken for something else, so that "1234.50" is the same everywhere and
 * "1.234" is never a thousand to one and one to another.
 */
export function parseAmount(text: string, currency: string, locale: string): number | null {
	const digits = minorDigits(currency);
	const [, sign = '', rest = ''] = /^([-−]?)(.*)$/.exec(text.trim().slice(0, longest + 1)) ?? [];
	const bare = rest.replace(gaps, '');
	if (rest.length > longest) return null;
	const own = decimalOf(locale);
	const other = own === ',' ? '.' : ',';
	const parts = split(bare, own, other, digits) ?? (/[.,]\d+$/.test(bare) ? split(bare, other, own, digits, 1) : null);
	if (!parts || parts.whole.length > mostDigits) return null;
	const amount = Number(parts.whole + parts.decimals.padEnd(digits, '0'));
	return sign && amount ? -amount : amount;
}

/** Whole and decimals of a number with this decimal sign, its thousands together or all apart. */
function split(text: string, decimal: string, group: string, digits: number, least = 0) {
	const [whole = '', decimals, ...more] = text.split(decimal);
	const isWhole = /^\d+$/.test(whole) || new RegExp(`^\\d{1,3}(\\${group}\\d{3})+$`).test(whole);
	const isFit = decimals === undefined ? least === 0 : /^\d+$/.test(decimals) && decimals.length <= digits;
	if (!isWhole || !isFit || more.length > 0) return null;
	return { whole: whole.replaceAll(group, '').replace(/^0+(?=\d)/, ''), decimals: decimals ?? '' };
}

function decimalOf(locale: string): string {
	const parts = new Intl.NumberFormat(regional(locale)).formatToParts(1.5);
	return parts.find(({ type }) => type === 'decimal')?.value ?? '.';
}

/** An amount as one would type it, without currency or thousands: "1234.50". */
export function plainAmount(amount: number, currency: string, locale: string): string {
	const digits = minorDigits(currency);
	const style = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
	return new Intl.NumberFormat(regional(locale), style).format(exact(amount, currency));
}

// As text, because a fraction of two is none of ten.
function exact(amount: number, currency: string): `${number}` {
	return `${amount}E-${minorDigits(currency)}` as `${number}`;
}

/** A currency by its name: "Swiss Franc". */
export function currencyName(currency: string, locale: string): string {
	return new Intl.DisplayNames(locale, { type: 'currency' }).of(currency) ?? currency;
}
