import { difference } from '../audit/comparing.ts';
import type { By, Facts } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import type { CustomerActor } from '../identity/actor.ts';
import { notices, wants, type Notice } from './notice.ts';

/** A customer changes where his company is and how to call it. Its name and country only the administration changes: branch and rights hang on them. */
export async function changeContact(
	trx: Writing,
	by: By,
	customer: CustomerActor,
	contact: { address: string; phone: string },
): Promise<void> {
	const { code, ...before } = await trx
		.selectFrom('customer')
		.select(['code', 'address', 'phone'])
		.where('id', '=', customer.id)
		.forUpdate()
		.executeTakeFirstOrThrow();
	await trx.updateTable('customer').set(contact).where('id', '=', customer.id).execute();
	await recordChange(trx, by, code, before, contact);
}

/** A customer chooses which letters about his tickets he gets; those about his safety and his RMAs always come. */
export async function chooseNotices(
	trx: Writing,
	by: By,
	customer: CustomerActor,
	chosen: readonly Notice[],
): Promise<void> {
	const before = await trx
		.selectFrom('account as a')
		.innerJoin('customer as c', 'c.id', 'a.id')
		.select(['a.notices', 'c.code'])
		.where('a.id', '=', customer.id)
		.forUpdate('a')
		.executeTakeFirstOrThrow();
	const all = notices.every((notice) => chosen.includes(notice));
	await trx
		.updateTable('account')
		.set({ notices: all ? null : notices.filter((notice) => chosen.includes(notice)) })
		.where('id', '=', customer.id)
		.execute();
	const asFacts = (which: (notice: Notice) => boolean): Facts => ({ notices: notices.filter(which) });
	await recordChange(
		trx,
		by,
		before.code,
		asFacts((notice) => wants(before.notices, notice)),
		asFacts((notice) => chosen.includes(notice)),
	);
}

async function recordChange(trx: Writing, by: By, code: string, before: Facts, after: Facts): Promise<void> {
	const changed = difference(before, after);
	if (changed) await record(trx, by, { action: 'profile-changed', subject: `customer:${code}`, ...changed });
}
