import { findCustomer } from '../../customers/finding.ts';
import { database } from '../../database/connection.ts';
import { ticketNumber } from '../../tickets/finding.ts';
import { countUnread } from '../../tickets/reading.ts';
import type { LayoutServerLoad } from './$types';

/** The customer's name and how many of his tickets hold news; null for a visitor. */
export const load: LayoutServerLoad = async ({ locals, params }) => {
	const { actor } = locals;
	if (actor?.kind !== 'customer') return { customer: null, unread: 0 };
	const db = database();
	const [{ code, company }, unread] = await Promise.all([
		findCustomer(db, actor.id),
		countUnread(db, actor, ticketNumber(params.number ?? '')),
	]);
	return { customer: { code, company }, unread };
};
