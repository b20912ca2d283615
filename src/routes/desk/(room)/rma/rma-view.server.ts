import { countryName, isCountry } from '../../../../customers/country.ts';
import type { Locale } from '../../../../identity/account.ts';
import type { ParcelForm } from '../../../../rma/form.ts';
import { overdueSince, quoteEndsAt } from '../../../../rma/pace.ts';
import type { Rma } from '../../../../rma/rma.ts';
import type { Offices } from '../../../offices.server.ts';

type Standing = Pick<Rma, 'state' | 'stateSince' | 'branchId'>;

/** From when on an RMA stands out, by the working days of its branch and, where one waits, the last day of its quote; null for never. */
export function limitOf(
	{ state, stateSince, branchId }: Standing,
	quoteUntil: string | null,
	{ offices }: Pick<Offices, 'offices'>,
): Date | null {
	const office = offices.find(({ branch }) => branch.id === branchId);
	if (!office) return null;
	const quoteEnds = quoteUntil === null ? null : quoteEndsAt(quoteUntil, office.branch.timeZone);
	return overdueSince(state, stateSince, office.calendar, quoteEnds);
}

/** Where a parcel comes from and goes back to, its country by name. */
export function shownParcel({ declared: _, country, ...written }: ParcelForm, locale: Locale) {
	return { ...written, country: isCountry(country) ? countryName(country, locale) : country };
}
