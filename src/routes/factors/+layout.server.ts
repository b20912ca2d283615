import type { LayoutServerLoad } from './$types';

/** Which room's frame these pages wear, and where its name leads. Their own loads say who may come. */
export const load: LayoutServerLoad = ({ locals }) => ({
	isStaff: locals.account?.actor.kind === 'staff',
	isInside: locals.actor !== null,
});
