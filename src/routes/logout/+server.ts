import { redirect } from '@sveltejs/kit';
import { database } from '../../database/connection.ts';
import { closeSession } from '../../identity/sessions.ts';
import { clearSession, sessionCookie } from '../request.server.ts';
import type { RequestHandler } from './$types';

/** Ends the session; staff go back to the desk's door, customers to theirs. */
export const POST: RequestHandler = async ({ cookies, locals, setHeaders }) => {
	const token = cookies.get(sessionCookie());
	if (token) await closeSession(database(), token);
	clearSession(cookies);
	// Parcels that were not sent yet lie on the device (see desk/rma): nobody else is to find them.
	if (cookies.get('kept')) {
		setHeaders({ 'clear-site-data': '"storage"' });
		cookies.delete('kept', { path: '/', httpOnly: false, sameSite: 'strict', secure: false });
	}
	redirect(303, locals.account?.actor.kind === 'staff' ? '/desk/login' : '/login');
};

// A link or a prefetch must not end a session: the page only asks.
export const GET: RequestHandler = ({ locals }) => redirect(303, locals.actor ? '/' : '/login');
