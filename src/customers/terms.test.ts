import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import type { Writing } from '../database/connection.ts';
import { locales } from '../identity/account.ts';
import { openSession, readSession } from '../identity/sessions.ts';
import { acceptTerms } from './terms-accepting.ts';
import { findAcceptance, findTerms, findVersion } from './terms-finding.ts';
import { publishTerms } from './terms-publishing.ts';
import { stateOf } from './terms.ts';
import { beginDraft, discardDraft, saveDraft } from './terms-writing.ts';

const by = { accountId: null, address: '192.0.2.7' };

/** Writes and publishes the next version in every language. */
async function publish(trx: Writing, now: Date): Promise<number> {
	const version = await beginDraft(trx);
	for (const locale of locales) {
		const { texts } = await findVersion(trx, version);
		const seenRevision = texts.find((text) => text.locale === locale)?.revision ?? 0;
		await saveDraft(trx, { version, locale, html: `<p>${locale} ${version}</p>`, seenRevision });
	}
	await publishTerms(trx, by, { version, seenState: await stateNow(trx, version) }, now);
	return version;
}

async function stateNow(trx: Writing, version: number): Promise<number> {
	return stateOf((await findVersion(trx, version)).texts);
}

describe('accepting the terms', () => {
	test('opens the session of a customer who owes it, and records version, time and place', async ({
		trx,
		cast,
		clock,
	}) => {
		const version = await publish(trx, clock.now);
		const token = await openSession(trx, { accountId: cast.master.actor.id }, clock.now);
		expect((await readSession(trx, token, clock.now))?.step).toBe('accept-terms');
		await acceptTerms(trx, cast.master.actor, { version, address: '192.0.2.9' }, clock.now);
		expect((await readSession(trx, token, clock.now))?.step).toBe('open');
		const rows = await trx.selectFrom('terms_acceptance').selectAll().execute();
		expect(rows).toEqual([
			{ account_id: cast.master.actor.id, version, accepted_at: clock.now, address: '192.0.2.9' },
		]);
	});

	test('is asked again when a new version is published, of customers and not of staff', async ({
		trx,
		cast,
		clock,
	}) => {
		const version = await publish(trx, clock.now);
		await acceptTerms(trx, cast.master.actor, { version, address: '' }, clock.now);
		await publish(trx, clock.now);
		const customer = await openSession(trx, { accountId: cast.master.actor.id }, clock.now);
		expect((await readSession(trx, customer, clock.now))?.step).toBe('accept-terms');
		const technician = await openSession(trx, { accountId: cast.technician.actor.id }, clock.now);
		expect((await readSession(trx, technician, clock.now))?.step).toBe('open');
	});

	test('of an older version than the newest accepts nothing', async ({ trx, cast, clock }) => {
		const version = await publish(trx, clock.now);
		await publish(trx, clock.now);
		await expect(acceptTerms(trx, cast.master.actor, { version, address: '' }, clock.now)).rejects.toThrow(
			'changed-meanwhile',
		);
		await expect(
			acceptTerms(trx, cast.master.actor, { version: version + 2, address: '' }, clock.now),
		).rejects.toThrow('changed-meanwhile');
		expect(await findAcceptance(trx, cast.master.actor)).toBeNull();
	});

	test('twice is once, at the time of the first', async ({ trx, cast, clock }) => {
		const version = await publish(trx, clock.now);
		const first = clock.now;
		await acceptTerms(trx, cast.master.actor, { version, address: '' }, first);
		await acceptTerms(trx, cast.master.actor, { version, address: '' }, clock.pass({ hours: 1 }));
		expect(await findAcceptance(trx, cast.master.actor)).toEqual({ version, at: first });
	});
});

describe('writing the terms', () => {
	test('a draft begins with the texts of the newest version, and there is one at a time', async ({ trx, clock }) => {
		const version = await publish(trx, clock.now);
		const draft = await beginDraft(trx);
		expect(await beginDraft(trx)).toBe(draft);
		const { texts } = await findVersion(trx, draft);
		expect(texts.find(({ locale }) => locale === 'it')?.html).toBe(`<p>it ${version}</p>`);
		expect((await findTerms(trx, 'it')).version).toBe(version);
	});

	test('what another administrator saved meanwhile is not overwritten unseen', async ({ trx }) => {
		const version = await beginDraft(trx);
		await saveDraft(trx, { version, locale: 'en', html: '<p>first</p>', seenRevision: 0 });
		await expect(
			saveDraft(trx, { version, locale: 'en', html: '<p>second</p>', seenRevision: 0 }),
		).rejects.toMatchObject({ code: 'changed-meanwhile', status: 409 });
		await saveDraft(trx, { version, locale: 'en', html: '<p>second</p>', seenRevision: 1 });
		expect((await findVersion(trx, version)).texts).toMatchObject([{ html: '<p>second</p>', revision: 2 }]);
	});

	test('scripts, styles and pictures do not get into the terms', async ({ trx }) => {
		const version = await beginDraft(trx);
		const html = `<h1>Title</h1><p onclick="x()" style="position:fixed">kept</p><script>alert(1)</script><img src=x><a href="javascript:x()">go</a>`;
		await saveDraft(trx, { version, locale: 'en', html, seenRevision: 0 });
		const { texts } = await findVersion(trx, version);
		expect(texts[0]?.html).toBe('<h3>Title</h3><p>kept</p><a rel="noopener">go</a>');
	});

	test('words without tags become paragraphs', async ({ trx }) => {
		const version = await beginDraft(trx);
		await saveDraft(trx, { version, locale: 'en', html: 'one & two\nthree\n\nfour', seenRevision: 0 });
		const { texts } = await findVersion(trx, version);
		expect(texts[0]?.html).toBe('<p>one &amp; two<br />three</p><p>four</p>');
	});

	test('a published version is never changed or thrown away', async ({ trx, clock }) => {
		const version = await publish(trx, clock.now);
		await expect(saveDraft(trx, { version, locale: 'en', html: '<p>other</p>', seenRevision: 1 })).rejects.toThrow(
			'changed-meanwhile',
		);
		await expect(discardDraft(trx, version)).rejects.toThrow('changed-meanwhile');
	});
});

describe('publishing the terms', () => {
	test('needs a text in every language', async ({ trx, clock }) => {
		const version = await beginDraft(trx);
		for (const locale of locales.slice(1))
			await saveDraft(trx, { version, locale, html: '<p>text</p>', seenRevision: 0 });
		await saveDraft(trx, { version, locale: 'en', html: '<p> &nbsp; </p>', seenRevision: 0 });
		const seenState = await stateNow(trx, version);
		await expect(publishTerms(trx, by, { version, seenState }, clock.now)).rejects.toThrow('terms-incomplete');
	});

	test('publishes what the administrator has seen, or nothing', async ({ trx, clock }) => {
		const version = await beginDraft(trx);
		for (const locale of locales) await saveDraft(trx, { version, locale, html: '<p>text</p>', seenRevision: 0 });
		const seenState = await stateNow(trx, version);
		await saveDraft(trx, { version, locale: 'ru', html: '<p>другой</p>', seenRevision: 1 });
		await expect(publishTerms(trx, by, { version, seenState }, clock.now)).rejects.toThrow('changed-meanwhile');
	});

	test('is on the audit log, with how many customers are asked', async ({ trx, clock }) => {
		const version = await publish(trx, clock.now);
		const entries = await trx
			.selectFrom('audit_entry')
			.select(['action', 'subject', 'after'])
			.where('action', '=', 'terms-published')
			.execute();
		const after = { version, customersToAsk: 3 };
		expect(entries).toEqual([{ action: 'terms-published', subject: `terms:${version}`, after }]);
	});
});
