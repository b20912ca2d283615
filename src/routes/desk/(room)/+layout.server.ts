import { database } from '../../../database/connection.ts';
import { may } from '../../../identity/actor.ts';
import { countQueue } from '../../../tickets/queueing.ts';
import { asStaff } from '../../request.server.ts';
import type { LayoutServerLoad } from './$types';

/** Who works here, and how much waits. */
export const load: LayoutServerLoad = async (event) => {
	const { actor, account } = asStaff(event);
	const counts = await countQueue(database(), actor);
	const mayOpenAdmin = may(actor, 'register') || may(actor, 'inspect');
	return { member: { name: account.name, role: actor.role, mayOpenAdmin }, counts };
};
