import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { database } from '../../../../../database/connection.ts';
import { may } from '../../../../../identity/actor.ts';
import { formatDateTime, formatDay } from '../../../../../ui/format.ts';
import { listReleases, releaseSearch, withdrawSerial, type ReleaseSearch } from '../../../../../units/releasing.ts';
import { asStaff, doneBy } from '../../../../request.server.ts';
import { attempt, receiveTyped } from '../../../../typed-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

const withdrawForm = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,14}$/) });

/** Released serial numbers, searched, filtered and paged by the address. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'register', 'inspect');
	const search = releaseSearch(event.url.searchParams);
	const { rows, next } = await listReleases(database(), actor, search);
	const day = (at: Date) => formatDateTime(at, account.locale, account.timeZone, 'date');
	return {
		search: { serial: search.serial, show: search.show },
		rows: rows.map(({ releasedAt, claimedAt, subscriptionUntil, ...row }) => ({
			...row,
			released: day(releasedAt),
			claimed: claimedAt && day(claimedAt),
			until: subscriptionUntil && formatDay(subscriptionUntil, account.locale),
		})),
		first: search.after ? addressOf({ ...search, after: '' }) : null,
		next: next && addressOf({ ...search, after: next }),
		mayRegister: may(actor, 'register'),
		done: ['released', 'withdrawn'].find((what) => what === event.url.searchParams.get('done')),
	};
};

function addressOf(search: ReleaseSearch): string {
	const said = Object.entries(search).filter(([name, value]) => value && !(name === 'show' && value === 'all'));
	return `/desk/admin/releases?${new URLSearchParams(said)}`;
}

export const actions: Actions = {
	async withdraw(event) {
		const { account } = asStaff(event, 'register');
		const { locale } = account;
		const { data, values, failure: unfit } = await receiveTyped(event, withdrawForm, locale);
		if (!data) return unfit;
		const { failure } = await attempt(event, (trx) => withdrawSerial(trx, doneBy(event), Number(data.id)), {
			values,
			locale,
		});
		return failure ?? redirect(303, '/desk/admin/releases?done=withdrawn');
	},
};
