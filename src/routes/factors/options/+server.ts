import { json } from '@sveltejs/kit';
import { z } from 'zod';
import { database } from '../../../database/connection.ts';
import { offerRegistration } from '../../../identity/passkey-checking.ts';
import { asEnrolling, doubtAbout } from '../../factoring.server.ts';
import { currentMaker } from '../../request.server.ts';
import { fieldsOf } from '../enrolling.server.ts';
import type { RequestHandler } from './$types';

const asking = z.strictObject({ password: z.string().max(1024).default('') });

/** What a browser needs to make a passkey; `{ problem }` when the password that goes with it is not right. */
export const POST: RequestHandler = async (event) => {
	const account = asEnrolling(event);
	const { password } = await fieldsOf(event.request, asking);
	const doubt = await doubtAbout(event, account, password);
	if (doubt) return json({ field: 'password', problem: doubt.problem }, { status: doubt.status });
	return json(await offerRegistration(database(), account, (await currentMaker()).brand));
};
