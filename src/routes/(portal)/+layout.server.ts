import { database } from '../../database/connection.ts';
import { ticketNumber } from '../../tickets/finding.ts';
import { countUnread } from '../../tickets/reading.ts';
import type { LayoutServerLoad } from './$types';

/** The customer's name and how many of his tickets hold news; null for a visitor. */
export const load: LayoutServerLoad = async ({ locals, params }) => {
	const { account, actor } = locals;
	if (!account || actor?.kind !== 'customer') return { customer: null, unread: 0 };
	const unread = await countUnread(database(), actor, ticketNumber(params.number ?? ''));
	return { customer: { code: account.code, company: account.name }, unread };
};
