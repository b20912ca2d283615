import { isDay } from '../ui/day.ts';
import { auditActions, type AuditAction } from './entry.ts';

/** Which entries of the audit log are asked for, as the address says it; empty: all of them. */
export type AuditFilter = {
	person: string;
	action: AuditAction | '';
	subject: string;
	address: string;
	/** Days as 'YYYY-MM-DD' in the reader's zone, both included. */
	from: string;
	to: string;
};

/** Reads the filter from an address; what cannot be meant is left out. */
export function readFilter(query: URLSearchParams): AuditFilter {
	const words = (name: string) => (query.get(name) ?? '').toWellFormed().replaceAll('\0', '').trim().slice(0, 200);
	const day = (name: string) => (words(name) >= '1900' && isDay(words(name)) ? words(name) : '');
	const action = auditActions.find((one) => one === words('action')) ?? '';
	return {
		person: words('person'),
		action,
		subject: words('subject'),
		address: words('address'),
		from: day('from'),
		to: day('to'),
	};
}

/** The same filter as the query of an address, with `before` for the entries older than one. */
export function filterQuery(filter: AuditFilter, before?: number): string {
	const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''));
	if (before !== undefined) query.set('before', String(before));
	return query.size > 0 ? `?${query}` : '';
}
