import type { RequestEvent } from '@sveltejs/kit';
import { database } from '../../../../../database/connection.ts';
import { listItems } from '../../../../../rma/finding.ts';
import { makeQuote } from '../../../../../rma/quoting.ts';
import { refuse } from '../../../../../rma/receiving.ts';
import { inspect, repair, replace, returnUnrepaired } from '../../../../../rma/repairing.ts';
import { cancelRma, closeRma, shipBack } from '../../../../../rma/travelling.ts';
import { formatMoney } from '../../../../../ui/format.ts';
import { rmaOf } from '../../../../addressed-rma.server.ts';
import { asStaff, doneBy } from '../../../../request.server.ts';
import { receiveTyped } from '../../../../typed-form.server.ts';
import { benchView, todayAt } from './bench-view.server.ts';
import { quoteForm, readQuote, sumOf } from './quote-form.server.ts';
import { causeForm, plainForm, reasonForm, replaceForm, returnForm, shipForm } from './rma-forms.server.ts';
import { refusedAt, takeStep } from './taking-steps.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Everything of one RMA, for staff who see its branch. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event);
	const rma = await rmaOf(event, actor);
	return benchView(rma, { actor, account }, new Date());
};

/** The RMA of the address, for whoever may take steps; and, when it fits, what was typed. */
async function begin(event: RequestEvent) {
	const { actor, account } = asStaff(event, 'support');
	const rma = await rmaOf(event, actor);
	return { rma, technician: { technician: actor, by: doneBy(event) }, account };
}

export const actions: Actions = {
	inspect: async (event) => {
		const { rma, technician, account } = await begin(event);
		return takeStep(event, { step: 'inspect', rma, account, schema: plainForm }, (trx, shown) =>
			inspect(trx, technician, shown, new Date()),
		);
	},

	quote: async (event) => {
		const { rma, technician, account } = await begin(event);
		const { data, values, failure } = await receiveTyped(event, quoteForm, account.locale);
		if (!data) return refusedAt('quote', failure);
		const { quote, errors } = readQuote(data, account.locale, await todayAt(rma));
		if (Object.keys(errors).length > 0) return refusedAt('quote', { status: 400, data: { values, errors } });
		return takeStep(event, { step: 'quote', rma, account, received: { data, values } }, (trx, shown) =>
			makeQuote(trx, technician, shown, quote, new Date()),
		);
	},

	/** Says what the lines come to, before anybody is told. */
	sum: async (event) => {
		const { rma, account } = await begin(event);
		const { data, values, failure } = await receiveTyped(event, quoteForm, account.locale);
		if (!data) return refusedAt('quote', failure);
		const { quote, errors } = readQuote(data, account.locale, await todayAt(rma));
		if (Object.keys(errors).length > 0) return refusedAt('quote', { status: 400, data: { values, errors } });
		return { step: 'quote' as const, values, sum: formatMoney(sumOf(quote.lines), quote.currency, account.locale) };
	},

	repair: async (event) => {
		const { rma, technician, account } = await begin(event);
		return takeStep(event, { step: 'repair', rma, account, schema: causeForm }, (trx, shown, { cause }) =>
			repair(trx, technician, shown, cause, new Date()),
		);
	},

	replace: async (event) => {
		const { rma, technician, account } = await begin(event);
		const schema = replaceForm(await listItems(database(), rma, account.locale));
		return takeStep(event, { step: 'replace', rma, account, schema }, (trx, shown, { serials, cause }) =>
			replace(trx, technician, shown, { serials, cause }, new Date()),
		);
	},

	return: async (event) => {
		const { rma, technician, account } = await begin(event);
		return takeStep(event, { step: 'return', rma, account, schema: returnForm }, (trx, shown, { reason, cause }) =>
			returnUnrepaired(trx, technician, shown, { reason, cause }, new Date()),
		);
	},

	ship: async (event) => {
		const { rma, technician, account } = await begin(event);
		return takeStep(event, { step: 'ship', rma, account, schema: shipForm }, (trx, shown, { carrier, tracking }) =>
			shipBack(trx, technician, shown, { carrier, tracking }, new Date()),
		);
	},

	close: async (event) => {
		const { rma, technician, account } = await begin(event);
		const { technician: actor, by } = technician;
		return takeStep(event, { step: 'close', rma, account, schema: plainForm }, (trx, shown) =>
			closeRma(trx, { actor, by }, shown, new Date()),
		);
	},

	cancel: async (event) => {
		const { rma, technician, account } = await begin(event);
		const { technician: actor, by } = technician;
		return takeStep(event, { step: 'cancel', rma, account, schema: plainForm }, (trx, shown) =>
			cancelRma(trx, { actor, by }, shown, new Date()),
		);
	},

	refuse: async (event) => {
		const { rma, technician, account } = await begin(event);
		return takeStep(event, { step: 'refuse', rma, account, schema: reasonForm }, (trx, shown, { reason }) =>
			refuse(trx, technician, shown, { reason }, new Date()),
		);
	},
};
