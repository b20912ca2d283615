import { redirect } from '@sveltejs/kit';

export const load = ({ locals }) => {
	const home = { customer: '/tickets', staff: '/desk/queue', nobody: '/login' };
	redirect(303, home[locals.actor?.kind ?? 'nobody']);
};
