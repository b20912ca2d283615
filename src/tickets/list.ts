import type { Status } from './ticket.ts';

export const sortColumns = ['number', 'serial', 'product', 'subject', 'status', 'opened', 'started', 'closed'] as const;
export type SortColumn = (typeof sortColumns)[number];
export const listFilters = ['open', 'closed', 'all'] as const;
export type ListFilter = (typeof listFilters)[number];

/** The state of the list, all of it in the address. */
export type ListState = {
	status: ListFilter;
	number: string;
	serial: string;
	subject: string;
	sort: { column: SortColumn; descending: boolean };
	after: string;
};

export type ListRow = {
	number: number;
	serial: string | null;
	productName: string;
	subject: string;
	status: Status;
	answerAwaited: boolean;
	openedAt: Date;
	startedAt: Date | null;
	closedAt: Date | null;
	unread: boolean;
};

/** Reads the state from an address; what is not understood is the default: newest first, all statuses. */
export function listState(query: URLSearchParams): ListState {
	const status = query.get('status') ?? '';
	const sort = query.get('sort') ?? '-number';
	const column = sort.replace(/^-/, '');
	const known = sortColumns.find((one) => one === column);
	return {
		status: listFilters.find((filter) => filter === status) ?? 'all',
		number: words(query, 'number'),
		serial: words(query, 'serial'),
		subject: words(query, 'subject'),
		sort: known ? { column: known, descending: sort.startsWith('-') } : { column: 'number', descending: true },
		after: query.get('after') ?? '',
	};
}

/** The address of the list in this state, changed in some respects; a change but of page begins at the first page. */
export function listAddress(state: ListState, change: Partial<ListState> = {}): string {
	const next = { ...state, after: '', ...change };
	const query = new URLSearchParams();
	if (next.status !== 'all') query.set('status', next.status);
	for (const field of ['number', 'serial', 'subject'] as const) if (next[field]) query.set(field, next[field]);
	const sort = `${next.sort.descending ? '-' : ''}${next.sort.column}`;
	if (sort !== '-number') query.set('sort', sort);
	if (next.after) query.set('after', next.after);
	return query.size > 0 ? `/tickets?${query}` : '/tickets';
}

function words(query: URLSearchParams, field: string): string {
	const text = (query.get(field) ?? '').trim().slice(0, 200);
	return text.isWellFormed() ? text.replaceAll('\0', '') : '';
}
