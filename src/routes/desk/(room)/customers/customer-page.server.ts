import { countryName } from '../../../../customers/country.ts';
import type { OverseenCustomer } from '../../../../customers/customer.ts';
import type { Account } from '../../../../identity/account.ts';
import type { RecalledTicket } from '../../../../tickets/recalling.ts';
import { formatDateTime, formatDay } from '../../../../ui/format.ts';
import type { OverseenUnit } from '../../../../units/overseeing.ts';
import { isOutdated, subscriptionState } from '../../../../units/unit.ts';

/** A customer as his page shows him. */
export function shownCustomer(customer: OverseenCustomer, reader: Account) {
	const { code, company, email, address, phone, timeZone, access, hasSecondFactor, termsVersion } = customer;
	const day = (at: Date) => formatDateTime(at, reader.locale, reader.timeZone, 'date');
	return {
		code,
		company,
		email,
		address,
		phone,
		access,
		hasSecondFactor,
		timeZone: timeZone.replaceAll('_', ' '),
		country: countryName(customer.country, reader.locale),
		language: new Intl.DisplayNames(reader.locale, { type: 'language' }).of(customer.locale) ?? customer.locale,
		since: day(customer.since),
		terms: customer.termsAcceptedAt && { version: termsVersion, on: day(customer.termsAcceptedAt) },
	};
}

/** A unit as a row or a page at the desk shows it. */
export function shownUnit(unit: OverseenUnit, reader: Account) {
	const { softwareVersion, newestVersion, subscriptionUntil, id: _, since, ...rest } = unit;
	return {
		...rest,
		newestVersion,
		software: { version: softwareVersion, isOutdated: isOutdated(softwareVersion, newestVersion) },
		subscription: {
			state: subscriptionState(subscriptionUntil, new Date(), reader.timeZone),
			until: subscriptionUntil && formatDay(subscriptionUntil, reader.locale),
		},
		since: formatDateTime(since, reader.locale, reader.timeZone, 'date'),
	};
}

export function shownTickets(tickets: RecalledTicket[], reader: Account) {
	return tickets.map(({ openedAt, ...ticket }) => ({
		...ticket,
		opened: { at: openedAt.toISOString(), text: formatDateTime(openedAt, reader.locale, reader.timeZone) },
	}));
}
