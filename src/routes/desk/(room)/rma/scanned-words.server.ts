import type { Account, Locale } from '../../../../identity/account.ts';
import { m } from '../../../../paraglide/messages.js';
import type { Scanned } from '../../../../rma/scanning.ts';
import { formatDateTime } from '../../../../ui/format.ts';

type Told = Exclude<Scanned, { outcome: 'receivable' | 'further' }>;

/** What the receiving desk says of a code that leads nowhere: in a sentence, and where to read on, if anywhere. */
export type ScannedWords = { title: string; text: string; href: string | null };

/** Words for what was scanned as `code`. */
export function scannedWords(told: Told, code: string, { locale, timeZone }: Account): ScannedWords {
	const options = { locale };
	if ('number' in told) {
		const at = formatDateTime(told.at, locale, timeZone);
		const page = `/desk/rma/${told.number}`;
		const [title, text] = sentences(told, { rma: String(told.number), at, by: told.by ?? '' }, options);
		return { title, text, href: told.outcome === 'form-missing' ? `${page}/receive` : page };
	}
	const isUnknown = told.outcome === 'unknown';
	const title = isUnknown ? m.rma_dock_unknown({ code }, options) : m.rma_dock_no_code({ code }, options);
	const text = isUnknown ? m.rma_dock_unknown_text({}, options) : m.rma_dock_no_code_text({}, options);
	return { title, text, href: null };
}

type Found = Extract<Told, { number: number }>;

function sentences(
	{ outcome }: Found,
	said: { rma: string; at: string; by: string },
	options: { locale: Locale },
): [title: string, text: string] {
	switch (outcome) {
		case 'form-missing':
			return [m.rma_dock_form_missing(said, options), m.rma_dock_form_missing_text({}, options)];
		case 'received':
			return [m.rma_dock_received_before(said, options), m.rma_dock_received_by(said, options)];
		case 'refused':
			return [m.rma_dock_refused_before(said, options), m.rma_dock_refused_by(said, options)];
		case 'expired':
			return [m.rma_dock_expired(said, options), m.rma_dock_expired_text(said, options)];
		case 'cancelled': {
			const text = said.by ? m.rma_dock_cancelled_by(said, options) : m.rma_dock_cancelled_text(said, options);
			return [m.rma_dock_cancelled(said, options), text];
		}
	}
}
