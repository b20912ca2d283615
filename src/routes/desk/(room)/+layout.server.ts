import { database } from '../../../database/connection.ts';
import { findMember } from '../../../staff/finding.ts';
import { countQueue } from '../../../tickets/queueing.ts';
import { asStaff } from '../../request.server.ts';
import type { LayoutServerLoad } from './$types';

/** Who works here, and how much waits. */
export const load: LayoutServerLoad = async (event) => {
	const { actor } = asStaff(event);
	const [{ name, role }, counts] = await Promise.all([
		findMember(database(), actor.id),
		countQueue(database(), actor),
	]);
	return { member: { name, role }, counts };
};
