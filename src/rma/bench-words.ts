import { m } from '../paraglide/messages.js';
import type { RmaStep } from './steps.ts';

/** The steps of a technician, as the buttons that take them. */
const doing: Partial<Record<RmaStep, () => string>> = {
	receive: m.rma_bench_do_receive,
	refuse: m.rma_bench_do_refuse,
	inspect: m.rma_bench_do_inspect,
	quote: m.rma_bench_do_quote,
	repair: m.rma_bench_do_repair,
	replace: m.rma_bench_do_replace,
	return: m.rma_bench_do_return,
	ship: m.rma_bench_do_ship,
	close: m.rma_bench_do_close,
	cancel: m.rma_bench_do_cancel,
};

/** What a technician does, as he is asked for it. */
export function doingWords(step: RmaStep): string {
	return doing[step]?.() ?? step;
}
