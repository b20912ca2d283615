import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { database } from '../../../../database/connection.ts';
import type { Account } from '../../../../identity/account.ts';
import { rmaListState, type RmaRow } from '../../../../rma/list.ts';
import { countRmas, listRmas } from '../../../../rma/listing.ts';
import { scan } from '../../../../rma/scanning.ts';
import { leads } from '../../../../rma/steps.ts';
import { formatDateTime, formatRelative } from '../../../../ui/format.ts';
import { text } from '../../../form.server.ts';
import { currentOffices, type Office } from '../../../offices.server.ts';
import { asStaff } from '../../../request.server.ts';
import { receiveTyped } from '../../../typed-form.server.ts';
import { limitOf } from './rma-view.server.ts';
import { scannedWords } from './scanned-words.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The receiving desk: what is scanned, and the RMAs of one's branches by where their parcels are, with how long they have been there. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'support');
	// Here alone a browser may look through its camera.
	event.setHeaders({ 'permissions-policy': 'camera=(self), microphone=(), geolocation=()' });
	const query = event.url.searchParams;
	const state = rmaListState(query);
	const [{ rows, next }, counts, { offices }] = await Promise.all([
		listRmas(database(), actor, state, account.locale),
		countRmas(database(), actor, state),
		currentOffices(),
	]);
	const done = query.get('done');
	return {
		state,
		next,
		counts,
		rows: rows.map((row) => shown(row, { account, offices, now: new Date() })),
		done: done === 'received' || done === 'refused' ? { outcome: done, rma: query.get('rma') ?? '' } : null,
	};
};

type Reader = { account: Account; offices: Office[]; now: Date };

function shown({ stateSince, expiresAt, branchId, quoteUntil, ...row }: RmaRow, { account, offices, now }: Reader) {
	const { locale, timeZone } = account;
	const limit = limitOf({ state: row.state, stateSince, branchId }, quoteUntil, { offices });
	const moment = (at: Date) => ({ at: at.toISOString(), full: formatDateTime(at, locale, timeZone) });
	return {
		...row,
		since: { ...moment(stateSince), text: formatRelative(stateSince, now, locale) },
		expires: { ...moment(expiresAt), text: formatDateTime(expiresAt, locale, timeZone, 'date') },
		isOverdue: limit !== null && limit <= now,
		mayReceive: leads('receive', row.state, 'support'),
	};
}

const scanForm = z.strictObject({ q: text(100, { required: true }) });

export const actions: Actions = {
	/** Leads to where a parcel is received, or says why it is not. */
	async scan(event) {
		const { actor, account } = asStaff(event, 'support');
		const { data, failure } = await receiveTyped(event, scanForm, account.locale);
		if (!data) return failure;
		const scanned = await scan(database(), actor, data.q);
		if (scanned.outcome === 'receivable')
			redirect(303, `/desk/rma/${scanned.number}/receive${scanned.nth === null ? '' : `#item-${scanned.nth}`}`);
		if (scanned.outcome === 'further') redirect(303, `/desk/rma/${scanned.number}`);
		return fail(scanned.outcome === 'unknown' ? 404 : 'number' in scanned ? 409 : 400, {
			scanned: scannedWords(scanned, data.q, account),
		});
	},
};
