import type { Change } from '../../../../../audit/changes.ts';
import type { AuditAction } from '../../../../../audit/entry.ts';
import type { Locale } from '../../../../../identity/account.ts';
import { causeWords } from '../../../../../rma/cause-words.ts';
import { causes, rmaStates } from '../../../../../rma/rma.ts';
import { stateWords } from '../../../../../rma/state-words.ts';

/** A fact of an entry as the desk says it elsewhere: what a step of an RMA keeps as a code (its cause, its state) in words. */
export function inWords(action: AuditAction, { fact, before, after }: Change, locale: Locale): Change {
	if (action !== 'rma-moved') return { fact, before, after };
	return { fact, before: said(fact, before, locale), after: said(fact, after, locale) };
}

function said(fact: string, value: Change['after'], locale: Locale): Change['after'] {
	const cause = fact === 'cause' && causes.find((one) => one === value);
	if (cause) return causeWords(cause, { locale });
	const state = fact === 'state' && rmaStates.find((one) => one === value);
	return state ? stateWords(state, { locale }) : value;
}
