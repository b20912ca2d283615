import { addressedId } from '../../database/addressed-id.ts';
import { database } from '../../database/connection.ts';
import { countUnread } from '../../tickets/reading.ts';
import { noticeFor } from '../notice.server.ts';
import { officeStateFor } from '../offices.server.ts';
import type { LayoutServerLoad } from './$types';

/**
 * The customer's name, how many of his tickets hold news and whether his branch is at work, all none for a visitor; what is announced to
 * either.
 */
export const load: LayoutServerLoad = async ({ locals, params, route }) => {
	const { account, actor, locale } = locals;
	const notice = await noticeFor(account, locale);
	if (!account || actor?.kind !== 'customer') return { customer: null, unread: 0, office: null, notice };
	const office = await officeStateFor(account);
	// Other things have numbers as well.
	const ticket = route.id === '/(portal)/tickets/[number]' ? addressedId(params.number) : undefined;
	const unread = await countUnread(database(), actor, ticket);
	return { customer: { code: account.code, company: account.name }, unread, office, notice };
};
