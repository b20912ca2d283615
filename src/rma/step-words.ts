import type { Locale } from '../identity/account.ts';
import { m } from '../paraglide/messages.js';
import type { RmaStep } from './steps.ts';

type Words = (inputs: { rma: string }, options?: { locale: Locale }) => string;

const words: Record<RmaStep | 'authorise', Words> = {
	authorise: m.rma_step_authorise,
	complete: m.rma_step_complete,
	send: m.rma_step_send,
	receive: m.rma_step_receive,
	refuse: m.rma_step_refuse,
	inspect: m.rma_step_inspect,
	quote: m.rma_step_quote,
	accept: m.rma_step_accept,
	decline: m.rma_step_decline,
	repair: m.rma_step_repair,
	replace: m.rma_step_replace,
	return: m.rma_step_return,
	ship: m.rma_step_ship,
	close: m.rma_step_close,
	cancel: m.rma_step_cancel,
	expire: m.rma_step_expire,
};

/** What was done to an RMA, in one line: on its ticket, in its unit's history, over its letter. */
export function stepWords(step: string, rma: string, options?: { locale: Locale }): string {
	const said = Object.hasOwn(words, step) ? words[step as RmaStep] : undefined;
	return said?.({ rma }, options) ?? rma;
}
