import { m } from '../paraglide/messages.js';
import type { ImportKind } from './run.ts';

/** What each kind of import is called. */
export const kindWords: Record<ImportKind, () => string> = {
	customers: m.import_kind_customers,
	units: m.import_kind_units,
	tickets: m.import_kind_tickets,
};
