import type { Locale } from '../identity/account.ts';
import { m } from '../paraglide/messages.js';
import type { Expected } from './arrival.ts';

/** Things in one line, as one says them: "USB cable and tool case". */
export function listInWords(things: Pick<Expected, 'name'>[], locale: Locale): string {
	return new Intl.ListFormat(locale).format(things.map(({ name }) => name));
}

/** Why a parcel is refused, as it is proposed: what is not in it, in its sender's language. '' where nothing is missing. */
export function proposedReason(missing: Pick<Expected, 'name'>[], locale: Locale): string {
	if (missing.length === 0) return '';
	return m.rma_dock_reason_missing({ missing: listInWords(missing, locale), count: missing.length }, { locale });
}
