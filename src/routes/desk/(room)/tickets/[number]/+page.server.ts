import { fail, redirect } from '@sveltejs/kit';
import { findCustomer } from '../../../../../customers/finding.ts';
import { database } from '../../../../../database/connection.ts';
import { slots } from '../../../../../attachments/attachment.ts';
import { refusalWords } from '../../../../../refusal-words.ts';
import { Refusal } from '../../../../../refusal.ts';
import { may } from '../../../../../identity/actor.ts';
import { addNote, answer } from '../../../../../tickets/answering.ts';
import { placeOn } from '../../../../../tickets/drafting.ts';
import { take } from '../../../../../tickets/taking.ts';
import { findUnitById } from '../../../../../units/finding.ts';
import { isOutdated } from '../../../../../units/unit.ts';
import { closeOn } from '../../../../closing.server.ts';
import { conversationPage, draftAt, sayOn, ticketOf, type Said } from '../../../../conversation.server.ts';
import { asStaff } from '../../../../request.server.ts';
import type { Writing } from '../../../../../database/connection.ts';
import type { Actions, PageServerLoad } from './$types';

/** One ticket at the desk: conversation with notes, beside it customer, unit and subscription. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event);
	const ticket = await ticketOf(event, actor);
	const notePlace = placeOn(ticket.number, 'note');
	const [page, noteDraft, customer, unit] = await Promise.all([
		conversationPage(actor, account, ticket),
		draftAt(account, notePlace),
		findCustomer(database(), ticket.openerId),
		ticket.unitId ? findUnitById(database(), ticket.unitId) : undefined,
	]);
	const { code, company, email, country, locale } = customer;
	return {
		...page,
		noteDraft,
		notePlace,
		slots: [...slots],
		mine: ticket.technicianId === actor.id,
		technician: ticket.technicianName,
		mayWork: may(actor, 'support'),
		customer: {
			code,
			company,
			email,
			country: new Intl.DisplayNames(account.locale, { type: 'region' }).of(country) ?? country,
			language: new Intl.DisplayNames(account.locale, { type: 'language' }).of(locale) ?? locale,
		},
		unit: unit && {
			serial: unit.serial,
			kind: unit.kind,
			holder: unit.holderId === ticket.openerId ? null : `${unit.holderCode} ${unit.holderCompany}`,
			master: unit.masterCompany,
			software: {
				installed: unit.softwareVersion,
				newest: unit.newestVersion,
				outdated: isOutdated(unit.softwareVersion, unit.newestVersion),
			},
		},
	};
};

export const actions: Actions = {
	async take(event) {
		const { actor, account } = asStaff(event, 'support');
		const { number } = await ticketOf(event, actor);
		try {
			await database()
				.transaction()
				.execute((trx) => take(trx, actor, number, new Date()));
		} catch (error) {
			if (!(error instanceof Refusal) || error.status !== 409) throw error;
			return fail(409, { problem: refusalWords(error.code, error.details, account.locale) });
		}
		redirect(303, `/desk/tickets/${number}`);
	},

	reply(event) {
		const { actor, account } = asStaff(event, 'support');
		const say = (trx: Writing, number: number, said: Said) => answer(trx, actor, number, said, new Date());
		return sayOn(event, { field: 'message', actor, account, say, back: '/desk/tickets' });
	},

	note(event) {
		const { actor, account } = asStaff(event, 'support');
		const say = (trx: Writing, number: number, said: Said) => addNote(trx, actor, number, said, new Date());
		return sayOn(event, { field: 'note', actor, account, say, back: '/desk/tickets' });
	},

	close(event) {
		return closeOn(event, { ...asStaff(event, 'support'), back: '/desk/tickets' });
	},
};
