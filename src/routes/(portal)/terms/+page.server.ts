import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveText } from '../../../attachments/receiving.ts';
import { acceptTerms } from '../../../customers/terms-accepting.ts';
import { findAcceptance, findTerms } from '../../../customers/terms-finding.ts';
import { database } from '../../../database/connection.ts';
import type { CustomerActor } from '../../../identity/actor.ts';
import { Refusal } from '../../../refusal.ts';
import { formatDateTime } from '../../../ui/format.ts';
import { flat } from '../../form.server.ts';
import { stepPage, wayBack } from '../../request.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The terms of use, for everybody to read; who has not accepted their newest version is asked to. */
export const load: PageServerLoad = async ({ locals }) => {
	const { account, locale } = locals;
	const { version, publishedAt, html } = await findTerms(database(), locale);
	const zone = account?.timeZone ?? 'UTC';
	const day = (at: Date) => ({ at: at.toISOString(), text: formatDateTime(at, locale, zone, 'date') });
	const accepted = account?.actor.kind === 'customer' ? await findAcceptance(database(), account.actor) : null;
	return {
		version,
		published: day(publishedAt),
		html: asPage(html),
		asks: account?.step === 'accept-terms',
		accepted: accepted && { version: accepted.version, day: day(accepted.at) },
	};
};

/** Texts are kept as the editor writes them, whose headings begin at the third level; under a page's title they begin at the second. */
function asPage(html: string): string {
	return html.replace(/<(\/?)h([34])>/g, (_, slash: string, level: string) => `<${slash}h${Number(level) - 1}>`);
}

const acceptForm = z.strictObject({ version: z.coerce.number().int().positive().max(1_000_000) });

export const actions: Actions = {
	async accept(event) {
		const actor = reader(event);
		const parsed = acceptForm.safeParse(flat(await receiveText(event.request)));
		if (!parsed.success) throw new Refusal('form-invalid');
		const acceptance = { ...parsed.data, address: event.getClientAddress() };
		try {
			await database()
				.transaction()
				.execute((trx) => acceptTerms(trx, actor, acceptance, new Date()));
		} catch (error) {
			if (!(error instanceof Refusal) || error.code !== 'changed-meanwhile') throw error;
			return fail(409, { newer: true });
		}
		redirect(303, wayBack(event.url, '/tickets'));
	},
};

/** The customer who reads: his session has no other step to pass than this one, or is open already (a second click). */
function reader({ locals, url }: RequestEvent): CustomerActor {
	const { account } = locals;
	const back = `?to=${encodeURIComponent(wayBack(url, '/tickets'))}`;
	if (!account) redirect(303, `/login${back}`);
	if (account.step !== 'open' && account.step !== 'accept-terms')
		redirect(303, (stepPage(account) ?? '/login') + back);
	if (account.actor.kind !== 'customer') throw new Refusal('not-allowed');
	return account.actor;
}
