import { z } from 'zod';
import { answerQuote } from '../../../../rma/quoting.ts';
import { rmaLimits } from '../../../../rma/rma.ts';
import { cancelRma, closeRma, send } from '../../../../rma/travelling.ts';
import { rmaOf } from '../../../addressed-rma.server.ts';
import { text } from '../../../form.server.ts';
import { asCustomer } from '../../../request.server.ts';
import { rmaPage } from './showing.server.ts';
import { carriedFields, take } from './stepping.server.ts';
import { complete, save } from './writing.server.ts';
import type { Actions, PageServerLoad } from './$types';

const outcomes = ['saved', 'completed', 'send', 'accept', 'decline', 'cancel', 'close'] as const;

/** An RMA as its sender sees it: his form, and where the parcel is (product.md R2, R3). */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asCustomer(event);
	const rma = await rmaOf(event, actor);
	const done = event.url.searchParams.get('done');
	return {
		...(await rmaPage(rma, { actor, account }, new Date())),
		done: outcomes.find((outcome) => outcome === done) ?? null,
	};
};

const forms = {
	send: z.strictObject({
		...carriedFields,
		carrier: text(rmaLimits.carrier, { required: true }),
		tracking: text(rmaLimits.tracking),
	}),
	step: z.strictObject(carriedFields),
};

export const actions: Actions = {
	save,
	complete,

	send: (event) =>
		take(event, 'send', forms.send, ({ trx, customer, by, shown, form: { carrier, tracking } }) =>
			send(trx, { customer, by }, shown, { carrier, tracking }, new Date()),
		),

	accept: (event) =>
		take(event, 'accept', forms.step, ({ trx, customer, by, account, shown }) =>
			answerQuote(trx, { customer, by }, { ...shown, timeZone: account.timeZone }, 'accepted', new Date()),
		),

	decline: (event) =>
		take(event, 'decline', forms.step, ({ trx, customer, by, account, shown }) =>
			answerQuote(trx, { customer, by }, { ...shown, timeZone: account.timeZone }, 'declined', new Date()),
		),

	cancel: (event) =>
		take(event, 'cancel', forms.step, ({ trx, customer, by, shown }) =>
			cancelRma(trx, { actor: customer, by }, shown, new Date()),
		),

	close: (event) =>
		take(event, 'close', forms.step, ({ trx, customer, by, shown }) =>
			closeRma(trx, { actor: customer, by }, shown, new Date()),
		),
};
