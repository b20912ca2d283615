import type { RawBuilder, Updateable } from 'kysely';
import type { Facts } from '../audit/entry.ts';
import type { Writing } from '../database/connection.ts';
import type { DB } from '../database/schema.generated.ts';
import { locales } from '../identity/account.ts';
import { wake } from '../jobs/waking.ts';
import type { Announcement } from './announcement.ts';

type Columns = Updateable<DB['announcement']>;
type New = Pick<Announcement, 'branchId' | 'audience' | 'shownFrom' | 'shownUntil' | 'texts'> & {
	closureId: number | null;
	lettersAt: Date;
};

/** Writes an announcement; its letters are written when their time comes, which may be at once. Answers its id. */
export async function writeNew(trx: Writing, { texts, ...announcement }: New, now: Date): Promise<number> {
	const { id } = await trx
		.insertInto('announcement')
		.values({
			closure_id: announcement.closureId,
			branch_id: announcement.branchId,
			audience: announcement.audience,
			shown_from: announcement.shownFrom,
			shown_until: announcement.shownUntil,
			letters_at: announcement.lettersAt,
			published_at: now,
			changed_at: now,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await writeTexts(trx, id, texts);
	await wake(trx);
	return id;
}

/** Makes a new revision of an announcement, which is told from the beginning. Answers its id. */
export async function writeAgain(
	trx: Writing,
	which: { id: number } | { closure_id: number },
	change: Omit<Columns, 'letters_at'> & { letters_at: Date | RawBuilder<Date> },
	now: Date,
): Promise<number> {
	const { id } = await trx
		.updateTable('announcement')
		.set({ ...change, changed_at: now, told_to_account: 0, told_at: null })
		.set((column) => ({ revision: column('revision', '+', 1) }))
		.where((build) => build.and(which))
		.returning('id')
		.executeTakeFirstOrThrow();
	await wake(trx);
	return id;
}

/** Its words as facts for the audit log: `title-en`, `body-en`, … */
export function wordFacts(texts: Announcement['texts']): Facts {
	const words = locales.flatMap((locale) => [
		[`title-${locale}`, texts[locale].title],
		[`body-${locale}`, texts[locale].body],
	]);
	return Object.fromEntries(words) as Facts;
}

/** Writes the words of an announcement, in place of those it had. */
export async function writeTexts(trx: Writing, announcementId: number, texts: Announcement['texts']): Promise<void> {
	await trx
		.insertInto('announcement_text')
		.values(locales.map((locale) => ({ announcement_id: announcementId, locale, ...texts[locale] })))
		.onConflict((conflict) =>
			conflict.columns(['announcement_id', 'locale']).doUpdateSet((row) => ({
				title: row.ref('excluded.title'),
				body: row.ref('excluded.body'),
			})),
		)
		.execute();
}
