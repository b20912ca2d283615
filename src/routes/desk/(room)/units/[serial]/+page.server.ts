import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { stampOf } from '../../../../../audit/comparing.ts';
import { database } from '../../../../../database/connection.ts';
import { may, type StaffActor } from '../../../../../identity/actor.ts';
import type { Account } from '../../../../../identity/account.ts';
import { bindUnit, releaseUnit } from '../../../../../units/binding.ts';
import { lockBelonging } from '../../../../../units/changing-by-staff.ts';
import { belonging, type OverseenUnit } from '../../../../../units/overseeing.ts';
import { findSuccession } from '../../../../../units/recounting.ts';
import { text } from '../../../../form.server.ts';
import { asStaff, doneBy } from '../../../../request.server.ts';
import { attempt, receiveTyped } from '../../../../typed-form.server.ts';
import { shownUnit } from '../../customers/customer-page.server.ts';
import { findNamed } from '../unit-form.server.ts';
import { unitAddress, unitAt, unitsAt } from '../unit-page.server.ts';
import { readStory } from './story.server.ts';
import type { Actions, PageServerLoad } from './$types';

const doings = ['changed', 'transferred', 'bound', 'released'] as const;

/** A unit with its owner, Master and all that happened to it; where products share the serial number, those to choose from. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event);
	const [unit, ...others] = await unitsAt(event, actor);
	const done = doings.find((what) => what === event.url.searchParams.get('done'));
	if (!unit || others.length > 0) {
		const choice = [unit, ...others].flatMap((one) => (one ? [shownUnit(one, account)] : []));
		return { serial: event.params.serial, choice, unit: null, mayRegister: false, done };
	}
	return {
		serial: unit.serial,
		choice: [],
		unit: await wholeUnit({ actor, account }, unit, event.url),
		mayRegister: may(actor, 'register'),
		done,
	};
};

type Reader = { actor: StaffActor; account: Account };

async function wholeUnit({ actor, account }: Reader, unit: OverseenUnit, address: URL) {
	const [story, succession] = await Promise.all([
		readStory(database(), { actor, account, unitId: unit.id }, address),
		findSuccession(database(), unit.id),
	]);
	return { ...shownUnit(unit, account), ...succession, shown: stampOf(belonging(unit)), story };
}

const releaseForm = z.strictObject({ shown: z.string().max(100) });
const bindForm = z.strictObject({ shown: z.string().max(100), master: text(32, { required: true }) });

export const actions: Actions = {
	async bind(event) {
		const { actor, account } = asStaff(event, 'register');
		const unit = await unitAt(event, actor);
		const { locale } = account;
		const { data, values, failure: unfit } = await receiveTyped(event, bindForm, locale);
		if (!data) return unfit;
		const { failure } = await attempt(
			event,
			async (trx) => {
				const master = await findNamed(trx, actor, data.master);
				const { id } = await lockBelonging(trx, actor, { ...unit, shown: data.shown });
				await bindUnit(trx, doneBy(event), id, master.id, new Date());
			},
			{ values, locale, places: { 'code-invalid': 'master', 'not-a-slave': 'master' } },
		);
		return failure ?? redirect(303, unitAddress(unit, '', 'bound'));
	},

	async release(event) {
		const { actor, account } = asStaff(event, 'register');
		const unit = await unitAt(event, actor);
		const { locale } = account;
		const { data, values, failure: unfit } = await receiveTyped(event, releaseForm, locale);
		if (!data) return unfit;
		const { failure } = await attempt(
			event,
			async (trx) => {
				const { id } = await lockBelonging(trx, actor, { ...unit, shown: data.shown });
				await releaseUnit(trx, doneBy(event), id, new Date());
			},
			{ values, locale },
		);
		return failure ?? redirect(303, unitAddress(unit, '', 'released'));
	},
};
