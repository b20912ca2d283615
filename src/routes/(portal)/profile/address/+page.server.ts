import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveText } from '../../../../attachments/receiving.ts';
import { confirmAddress } from '../../../../customers/address-changing.ts';
import { database } from '../../../../database/connection.ts';
import { peekCredential } from '../../../../identity/credentials.ts';
import { Refusal } from '../../../../refusal.ts';
import { flat } from '../../../form.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Where the letter to a new e-mail address leads. Opening it changes nothing: programs that look for malice open links too. */
export const load: PageServerLoad = async ({ url }) => {
	if (url.searchParams.has('confirmed')) return { confirming: null };
	const token = url.searchParams.get('token');
	const credential = await peekCredential(database(), token, new Date());
	if (!token || credential?.purpose !== 'address-change') throw new Refusal('link-not-valid');
	return { confirming: { token, email: credential.details['email'] ?? '' } };
};

const confirmForm = z.strictObject({ token: z.string().max(200) });

export const actions: Actions = {
	async confirm(event) {
		const parsed = confirmForm.safeParse(flat(await receiveText(event.request)));
		if (!parsed.success) throw new Refusal('form-invalid');
		await database()
			.transaction()
			.execute((trx) => confirmAddress(trx, parsed.data.token, event.getClientAddress(), new Date()));
		redirect(303, '/profile/address?confirmed');
	},
};
