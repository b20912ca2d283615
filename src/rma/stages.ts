import type { RmaState } from './rma.ts';
import type { RmaStep } from './steps.ts';

/** The line that an RMA goes along when nothing stops it; a quote is asked and answered on the bench. */
export const stages = ['authorised', 'form', 'transit', 'received', 'bench', 'done', 'home', 'closed'] as const;
export type Stage = (typeof stages)[number];

const reachedBy: Record<Stage, readonly (RmaStep | 'authorise')[]> = {
	authorised: ['authorise'],
	form: ['complete'],
	transit: ['send'],
	received: ['receive'],
	bench: ['inspect'],
	done: ['repair', 'replace', 'return'],
	home: ['ship'],
	closed: ['close'],
};

const stageOf: Record<RmaState, Stage | null> = {
	authorised: 'authorised',
	form_complete: 'form',
	in_transit: 'transit',
	received: 'received',
	inspecting: 'bench',
	quoted: 'bench',
	accepted: 'bench',
	declined: 'bench',
	repaired: 'done',
	replaced: 'done',
	returned_unrepaired: 'done',
	shipped_back: 'home',
	closed: 'closed',
	refused: null,
	expired: null,
	cancelled: null,
};

/** What is on the line: where it was and when, where it is, what lies ahead. `end` is where an RMA stopped that goes no further. */
export type Station = { stage: Stage | 'end'; at: Date | null; is: 'done' | 'current' | 'ahead' };

/** The line of an RMA by its history; one that was stopped shows what it reached, and its end. */
export function stationsOf(state: RmaState, history: { step: string; at: Date }[]): Station[] {
	const first = (stage: Stage) => history.find(({ step }) => reachedBy[stage].some((one) => one === step))?.at ?? null;
	const here = stageOf[state];
	if (here === null) {
		const reached = stages.map((stage) => ({ stage, at: first(stage), is: 'done' as const }));
		const end = { stage: 'end', at: history.at(-1)?.at ?? null, is: 'current' } as const;
		return [...reached.filter(({ at }) => at !== null), end];
	}
	const place = stages.indexOf(here);
	return stages.map((stage, index) => ({
		stage,
		at: index <= place ? first(stage) : null,
		is: index > place ? 'ahead' : index < place || state === 'closed' ? 'done' : 'current',
	}));
}
