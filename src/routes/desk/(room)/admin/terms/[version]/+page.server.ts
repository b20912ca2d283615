import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveForm, receiveText } from '../../../../../../attachments/receiving.ts';
import { stateOf } from '../../../../../../customers/terms.ts';
import { countCustomersToAsk, findVersion } from '../../../../../../customers/terms-finding.ts';
import { publishTerms } from '../../../../../../customers/terms-publishing.ts';
import { discardDraft, saveDraft, saysSomething } from '../../../../../../customers/terms-writing.ts';
import { database } from '../../../../../../database/connection.ts';
import { isLocale, locales } from '../../../../../../identity/account.ts';
import { may } from '../../../../../../identity/actor.ts';
import { refusalWords } from '../../../../../../refusal-words.ts';
import { Refusal } from '../../../../../../refusal.ts';
import { formatDateTime, formatNumber } from '../../../../../../ui/format.ts';
import { fieldErrors, flat, text } from '../../../../../form.server.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** One version of the terms in one of its languages: a draft to write and publish, a published one to read. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'inspect');
	const { version, publishedAt, texts } = await findVersion(database(), versionOf(event));
	const language = languageOf(event);
	const shown = texts.find(({ locale }) => locale === language);
	return {
		version,
		language,
		published: publishedAt && formatDateTime(publishedAt, account.locale, account.timeZone),
		mayWrite: !publishedAt && may(actor, 'administer'),
		text: { html: shown?.html ?? '', revision: shown?.revision ?? 0 },
		missing: locales.filter((locale) => !texts.some((one) => one.locale === locale && saysSomething(one.html))),
		state: stateOf(texts),
		customersToAsk: formatNumber(await countCustomersToAsk(database()), account.locale),
		saved: event.url.searchParams.has('saved'),
	};
};

const counter = z.coerce.number().int().min(0).max(1_000_000_000);
const saveForm = z.strictObject({ body: text(200_000, { lines: true }), revision: counter });
const publishForm = z.strictObject({ state: counter });

export const actions: Actions = {
	async save(event) {
		const { account } = asStaff(event, 'administer');
		const [version, locale] = [versionOf(event), languageOf(event)];
		const fields = flat((await receiveForm(event.request)).fields);
		// What was typed comes back as it was, whatever becomes of it.
		const again = (status: number, problem: string) =>
			fail(status, { save: { body: String(fields['body']), problem } });
		const parsed = saveForm.safeParse(fields);
		if (!parsed.success) return again(400, Object.values(fieldErrors(parsed.error, account.locale)).join(' '));
		const { body: html, revision: seenRevision } = parsed.data;
		try {
			await database()
				.transaction()
				.execute((trx) => saveDraft(trx, { version, locale, html, seenRevision }));
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			return again(error.status, refusalWords(error.code, error.details, account.locale));
		}
		redirect(303, `/desk/admin/terms/${version}?lang=${locale}&saved`);
	},

	async publish(event) {
		const { account } = asStaff(event, 'administer');
		const version = versionOf(event);
		const parsed = publishForm.safeParse(flat(await receiveText(event.request)));
		if (!parsed.success) throw new Refusal('form-invalid');
		try {
			await database()
				.transaction()
				.execute((trx) => publishTerms(trx, doneBy(event), { version, seenState: parsed.data.state }, new Date()));
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			return fail(error.status, { publish: refusalWords(error.code, error.details, account.locale) });
		}
		redirect(303, '/desk/admin/terms');
	},

	async discard(event) {
		asStaff(event, 'administer');
		const version = versionOf(event);
		if (!z.strictObject({}).safeParse(flat(await receiveText(event.request))).success)
			throw new Refusal('form-invalid');
		await database()
			.transaction()
			.execute((trx) => discardDraft(trx, version));
		redirect(303, '/desk/admin/terms');
	},
};

function versionOf({ params }: RequestEvent): number {
	const version = params['version'] ?? '';
	if (!/^[1-9]\d{0,5}$/.test(version)) throw new Refusal('not-found');
	return Number(version);
}

/** The language that the address names, or the reader's own. */
function languageOf({ url, locals }: RequestEvent) {
	const language = url.searchParams.get('lang');
	return isLocale(language) ? language : locals.locale;
}
