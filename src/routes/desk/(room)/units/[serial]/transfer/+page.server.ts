import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { stampOf } from '../../../../../../audit/comparing.ts';
import { database } from '../../../../../../database/connection.ts';
import { refusalWords } from '../../../../../../refusal-words.ts';
import { Refusal } from '../../../../../../refusal.ts';
import { lockBelonging } from '../../../../../../units/changing-by-staff.ts';
import { belonging } from '../../../../../../units/overseeing.ts';
import { transferUnit } from '../../../../../../units/transferring.ts';
import { text } from '../../../../../form.server.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { attempt, receiveTyped } from '../../../../../typed-form.server.ts';
import { findNamed } from '../../unit-form.server.ts';
import { unitAddress, unitAt } from '../../unit-page.server.ts';
import type { StaffActor } from '../../../../../../identity/actor.ts';
import type { Locale } from '../../../../../../identity/account.ts';
import type { Actions, PageServerLoad } from './$types';

const transferForm = z.strictObject({
	to: text(32, { required: true }),
	keep: z.literal('yes').optional(),
	shown: z.string().max(100),
});

/** The new owner's code is asked for first; with `?to=` the page says what a transfer to him means. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'register');
	const unit = await unitAt(event, actor);
	const to = (event.url.searchParams.get('to') ?? '').trim();
	const { product, productName, serial, ownerCode, ownerCompany, masterCode, masterCompany } = unit;
	return {
		unit: { product, productName, serial, ownerCode, ownerCompany, masterCode, masterCompany },
		to,
		...(to ? await newOwner(actor, to, ownerCode, account.locale) : {}),
		shown: stampOf(belonging(unit)),
		back: unitAddress(unit),
	};
};

async function newOwner(actor: StaffActor, to: string, ownerCode: string, locale: Locale) {
	try {
		const { code, company } = await findNamed(database(), actor, to);
		return { owner: { code, company, isSame: code === ownerCode } };
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		return { problem: refusalWords(error.code, {}, locale) };
	}
}

export const actions: Actions = {
	async default(event) {
		const { actor, account } = asStaff(event, 'register');
		const unit = await unitAt(event, actor);
		const { locale } = account;
		const { data, values, failure: unfit } = await receiveTyped(event, transferForm, locale);
		if (!data) return unfit;
		const { to, keep, shown } = data;
		const { failure } = await attempt(
			event,
			async (trx) => {
				const owner = await findNamed(trx, actor, to);
				const { id } = await lockBelonging(trx, actor, { ...unit, shown });
				await transferUnit(trx, doneBy(event), id, { to: owner.id, keepMaster: keep === 'yes' }, new Date());
			},
			{ values, locale },
		);
		return failure ?? redirect(303, unitAddress(unit, '', 'transferred'));
	},
};
