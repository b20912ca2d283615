import { database } from '../../../database/connection.ts';
import { may } from '../../../identity/actor.ts';
import { countQueue } from '../../../tickets/queueing.ts';
import { deskNoticeFor } from '../../notice.server.ts';
import { asStaff } from '../../request.server.ts';
import type { LayoutServerLoad } from './$types';

/** Who works here, how much waits, and which closure runs or comes. */
export const load: LayoutServerLoad = async (event) => {
	const { actor, account } = asStaff(event);
	const counts = await countQueue(database(), actor);
	const mayOpenAdmin = may(actor, 'register') || may(actor, 'inspect');
	const notice = await deskNoticeFor(account, actor.branchIds);
	return { member: { name: account.name, role: actor.role, mayOpenAdmin }, counts, notice };
};
