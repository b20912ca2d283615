import type { RmaState } from './rma.ts';

export const rmaGroups = ['expected', 'here', 'done'] as const;
export type RmaGroup = (typeof rmaGroups)[number];

/** Where the parcel is, as the receiving desk sees it: not here yet, here, or not here any more. */
export const statesOf: Record<RmaGroup, readonly RmaState[]> = {
	expected: ['authorised', 'form_complete', 'in_transit'],
	here: ['received', 'inspecting', 'quoted', 'accepted', 'declined', 'repaired', 'replaced', 'returned_unrepaired'],
	done: ['shipped_back', 'closed', 'refused', 'expired', 'cancelled'],
};

/** The state of the list, all of it in the address. `find`: the beginning of a serial number, or of a customer's code. */
export type RmaListState = { show: RmaGroup | 'all'; find: string; after: string };

export type RmaRow = {
	number: number;
	state: RmaState;
	stateSince: Date;
	branchId: number;
	customerCode: string;
	company: string;
	items: { name: string; serial: string }[];
	carrier: string;
	tracking: string;
	expiresAt: Date;
	/** 'YYYY-MM-DD', the last day of the quote that waits for its answer. */
	quoteUntil: string | null;
};

/** Reads the state from an address; what is not understood is the default. */
export function rmaListState(query: URLSearchParams): RmaListState {
	const show = query.get('show');
	const find = (query.get('find') ?? '').trim().slice(0, 100);
	return {
		show: show === 'all' ? 'all' : (rmaGroups.find((group) => group === show) ?? 'expected'),
		find: find.isWellFormed() ? find.replaceAll('\0', '') : '',
		after: (query.get('after') ?? '').slice(0, 200),
	};
}

/** The address of the list in this state, changed in some respects; a change but of page begins at the first page. */
export function rmaListAddress(state: RmaListState, change: Partial<RmaListState> = {}): string {
	const { show, find, after } = { ...state, after: '', ...change };
	const query = new URLSearchParams({
		...(show !== 'expected' && { show }),
		...(find && { find }),
		...(after && { after }),
	});
	return query.size > 0 ? `/desk/rma?${query}` : '/desk/rma';
}
