import type { Account } from '../../../../identity/account.ts';
import { m } from '../../../../paraglide/messages.js';
import type { Scanned } from '../../../../rma/scanning.ts';
import { formatDateTime } from '../../../../ui/format.ts';

type Told = Exclude<Scanned, { outcome: 'receivable' | 'further' }>;

/** What the receiving desk says of a code that leads nowhere: in a sentence, and where to read on, if anywhere. */
export type ScannedWords = { title: string; text: string; href: string | null };

/** Words for what was scanned as `code`. */
export function scannedWords(told: Told, code: string, { locale, timeZone }: Account): ScannedWords {
	const options = { locale };
	if (!('number' in told)) {
		const isUnknown = told.outcome === 'unknown';
		const title = isUnknown ? m.rma_dock_unknown({ code }, options) : m.rma_dock_no_code({ code }, options);
		const text = isUnknown ? m.rma_dock_unknown_text({}, options) : m.rma_dock_no_code_text({}, options);
		return { title, text, href: null };
	}
	const rma = String(told.number);
	const at = formatDateTime(told.at, locale, timeZone);
	const by = told.by ?? '';
	const page = `/desk/rma/${rma}`;
	switch (told.outcome) {
		case 'form-missing':
			return {
				title: m.rma_dock_form_missing({ rma }, options),
				text: m.rma_dock_form_missing_text({}, options),
				href: `${page}/receive`,
			};
		case 'received':
			return {
				title: m.rma_dock_received_before({ rma }, options),
				text: m.rma_dock_received_by({ at, by }, options),
				href: page,
			};
		case 'refused':
			return {
				title: m.rma_dock_refused_before({ rma }, options),
				text: m.rma_dock_refused_by({ at, by }, options),
				href: page,
			};
		case 'expired':
			return {
				title: m.rma_dock_expired({ rma }, options),
				text: m.rma_dock_expired_text({ at }, options),
				href: page,
			};
		case 'cancelled':
			return {
				title: m.rma_dock_cancelled({ rma }, options),
				text: by ? m.rma_dock_cancelled_by({ at, by }, options) : m.rma_dock_cancelled_text({ at }, options),
				href: page,
			};
	}
}
