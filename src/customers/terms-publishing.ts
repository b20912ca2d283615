import type { By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import { locales } from '../identity/account.ts';
import { Refusal } from '../refusal.ts';
import { stateOf } from './terms.ts';
import { countCustomersToAsk, textsOf } from './terms-finding.ts';
import { lockDraft, saysSomething } from './terms-writing.ts';

/**
 * Publishes the draft, as the administrator has seen it: from now on every customer is asked at his next request. Answers how many
 * those are.
 * @throws Refusal `terms-incomplete` unless there is a text in every language
 * @throws Refusal `changed-meanwhile` when a text was changed since it was seen, or the draft is published already
 */
export async function publishTerms(
	trx: Writing,
	by: By,
	{ version, seenState }: { version: number; seenState: number },
	now: Date,
): Promise<number> {
	await lockDraft(trx, version);
	const texts = await textsOf(trx, version);
	if (stateOf(texts) !== seenState) throw new Refusal('changed-meanwhile');
	const written = new Set(texts.filter(({ html }) => saysSomething(html)).map(({ locale }) => locale));
	if (!locales.every((locale) => written.has(locale))) throw new Refusal('terms-incomplete');
	await trx.updateTable('terms').set({ published_at: now }).where('version', '=', version).execute();
	const asked = await countCustomersToAsk(trx);
	await record(trx, by, {
		action: 'terms-published',
		subject: `terms:${version}`,
		after: { version, customersToAsk: asked },
	});
	return asked;
}
