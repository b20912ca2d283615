import { expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { stampOf } from '../audit/comparing.ts';
import { findSilence } from './finding.ts';
import { changeSilence } from './silence-changing.ts';

const by = { accountId: null, address: '192.0.2.1' };
const shown = stampOf({ remindedAfterDays: 7, closedAfterDays: 14 });
const sooner = { remindedAfterDays: 3, closedAfterDays: 5, shown };

test('an administrator says after how many days silence has consequences', async ({ trx, cast }) => {
	await changeSilence(trx, cast.administrator.actor, by, sooner);
	expect(await findSilence(trx)).toEqual({ remindedAfterDays: 3, closedAfterDays: 5 });
	const [entry] = await trx.selectFrom('audit_entry').select(['action', 'subject', 'after']).execute();
	const after = { remindedAfterDays: 3, closedAfterDays: 5 };
	expect(entry).toEqual({ action: 'silence-changed', subject: 'maker:Serialdesk', after });
});

test('a ticket is not closed before its customer was reminded', async ({ trx, cast }) => {
	const same = { ...sooner, closedAfterDays: 3 };
	await expect(changeSilence(trx, cast.administrator.actor, by, same)).rejects.toThrow('silence-wrong');
});

test('the days of silence are not changed over somebody else’s change', async ({ trx, cast }) => {
	await changeSilence(trx, cast.administrator.actor, by, sooner);
	const changing = changeSilence(trx, cast.administrator.actor, by, { ...sooner, closedAfterDays: 9 });
	await expect(changing).rejects.toThrow('changed-meanwhile');
});

test('nobody but an administrator changes the days of silence', async ({ trx, cast }) => {
	for (const { actor } of [cast.technician, cast.supervisor, cast.master])
		await expect(changeSilence(trx, actor, by, sooner)).rejects.toThrow('not-allowed');
});
