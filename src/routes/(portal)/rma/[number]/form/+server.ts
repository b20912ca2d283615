import { json } from '@sveltejs/kit';
import { formatTime } from '../../../../../ui/format.ts';
import { asCustomer } from '../../../../request.server.ts';
import { keepWritten } from '../writing.server.ts';
import type { RequestHandler } from './$types';

/** Keeps the form while it is being written, and says when; or what is wrong with it, by field. */
export const POST: RequestHandler = async (event) => {
	const { account } = asCustomer(event);
	const wrong = await keepWritten(event);
	if (wrong) return json({ errors: wrong.errors, code: wrong.code }, { status: wrong.status });
	const now = new Date();
	return json({ at: formatTime(now, now, account.locale, account.timeZone) });
};
