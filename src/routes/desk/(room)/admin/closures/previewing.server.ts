import { audienceOf, type Announcement } from '../../../../../announcements/announcement.ts';
import { countToldAgain } from '../../../../../announcements/closure-overseeing.ts';
import { countRecipients } from '../../../../../announcements/counting.ts';
import type { OverseenClosure } from '../../../../../announcements/overseen-closure.ts';
import type { PlannedClosure } from '../../../../../branches/closure-planning.ts';
import { database } from '../../../../../database/connection.ts';
import type { Locale } from '../../../../../identity/account.ts';
import type { Actor } from '../../../../../identity/actor.ts';
import type { Office } from '../../../../offices.server.ts';
import { recipientsInWords, viewOf } from './views.server.ts';

type Read = { closure: PlannedClosure; notes: Record<string, string> };
type Reader = { offices: Office[]; locale: Locale };
type Texts = Announcement['texts'];

/** A new closure before it is published: what it is, whom it is told, how many they are. */
export async function previewOfNew({ closure, notes }: Read, texts: Texts, reader: Reader) {
	const audience = audienceOf(closure.kind);
	const count = await countRecipients(database(), { audience, branchId: closure.branchId });
	const recipients = recipientsInWords(audience, count, reader.locale);
	return { closure: viewOf(closure, reader), recipients, notes: Object.values(notes), texts };
}

/** A change of a closure before it is published; told to those whom it concerns now, and to those who were told before. */
export async function previewOfChange(
	{ closure, notes }: Read,
	texts: Texts,
	before: OverseenClosure,
	reader: Reader & { actor: Actor },
) {
	const changed = { ...before, branchId: closure.branchId };
	const count = await countToldAgain(database(), reader.actor, changed, 'change');
	const recipients = recipientsInWords(before.announcement.audience, count, reader.locale, { again: true });
	return { closure: viewOf(closure, reader), recipients, notes: Object.values(notes), texts };
}
