import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveText } from '../../../../../attachments/receiving.ts';
import { countCustomersToAsk, listTerms } from '../../../../../customers/terms-finding.ts';
import { beginDraft } from '../../../../../customers/terms-writing.ts';
import { database } from '../../../../../database/connection.ts';
import { Refusal } from '../../../../../refusal.ts';
import { formatDateTime, formatNumber } from '../../../../../ui/format.ts';
import { flat } from '../../../../form.server.ts';
import { asStaff } from '../../../../request.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Every version of the terms of use, and how many customers accepted each. */
export const load: PageServerLoad = async (event) => {
	const { account } = asStaff(event, 'inspect');
	const { locale, timeZone } = account;
	const [versions, customers] = await Promise.all([listTerms(database()), countCustomersToAsk(database())]);
	const inForce = versions.find(({ publishedAt }) => publishedAt)?.version;
	return {
		customers: formatNumber(customers, locale),
		hasDraft: versions.some(({ publishedAt }) => !publishedAt),
		versions: versions.map(({ version, publishedAt, acceptedBy }) => ({
			version,
			state: publishedAt ? (version === inForce ? ('in-force' as const) : ('former' as const)) : ('draft' as const),
			published: publishedAt && {
				at: publishedAt.toISOString(),
				text: formatDateTime(publishedAt, locale, timeZone),
			},
			acceptedBy: formatNumber(acceptedBy, locale),
		})),
	};
};

export const actions: Actions = {
	async begin(event) {
		asStaff(event, 'administer');
		if (!z.strictObject({}).safeParse(flat(await receiveText(event.request))).success)
			throw new Refusal('form-invalid');
		const version = await database().transaction().execute(beginDraft);
		redirect(303, `/desk/admin/terms/${version}`);
	},
};
