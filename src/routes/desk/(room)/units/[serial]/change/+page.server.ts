import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { stampOf } from '../../../../../../audit/comparing.ts';
import { changeUnit } from '../../../../../../units/changing-by-staff.ts';
import { changeableFacts } from '../../../../../../units/overseeing.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { attempt, receiveTyped } from '../../../../../typed-form.server.ts';
import { unitFields } from '../../unit-form.server.ts';
import { unitAddress, unitAt } from '../../unit-page.server.ts';
import type { Actions, PageServerLoad } from './$types';

const changeForm = z.strictObject({ ...unitFields, shown: z.string().max(100) });

/** What of a unit staff may change. */
export const load: PageServerLoad = async (event) => {
	const { actor } = asStaff(event, 'register');
	const unit = await unitAt(event, actor);
	const { product, productName, serial, kind, username, subscriptionUntil, softwareVersion, masterCode } = unit;
	return {
		unit: { product, productName, serial, masterCode },
		current: { kind: kind ?? '', until: subscriptionUntil ?? '', software: softwareVersion, username },
		shown: stampOf(changeableFacts(unit)),
		back: unitAddress(unit),
	};
};

export const actions: Actions = {
	async default(event) {
		const { actor, account } = asStaff(event, 'register');
		const unit = await unitAt(event, actor);
		const { locale } = account;
		const { data, values, failure: unfit } = await receiveTyped(event, changeForm, locale);
		if (!data) return unfit;
		const { shown, until, software, kind, username } = data;
		const change = { kind, username, subscriptionUntil: until, softwareVersion: software };
		const { failure } = await attempt(
			event,
			(trx) => changeUnit(trx, actor, doneBy(event), { ...unit, shown, change }, new Date()),
			{ values, locale },
		);
		return failure ?? redirect(303, unitAddress(unit, '', 'changed'));
	},
};
