import { database } from '../../../database/connection.ts';
import { countQueue } from '../../../tickets/queueing.ts';
import { asStaff } from '../../request.server.ts';
import type { LayoutServerLoad } from './$types';

/** Who works here, and how much waits. */
export const load: LayoutServerLoad = async (event) => {
	const { actor, account } = asStaff(event);
	const counts = await countQueue(database(), actor);
	return { member: { name: account.name, role: actor.role }, counts };
};
