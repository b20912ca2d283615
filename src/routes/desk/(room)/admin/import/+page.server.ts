import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { database } from '../../../../../database/connection.ts';
import { inspectFile } from '../../../../../importing/inspecting.ts';
import { kinds } from '../../../../../importing/kinds.ts';
import { listRuns } from '../../../../../importing/listing.ts';
import { encodings, importKinds, type ImportRun } from '../../../../../importing/run.ts';
import { startImport } from '../../../../../importing/starting.ts';
import { pathOf, receiveUpload, removeUpload, type UploadedFile } from '../../../../../importing/uploading.ts';
import { may } from '../../../../../identity/actor.ts';
import { m } from '../../../../../paraglide/messages.js';
import { refusalWords } from '../../../../../refusal-words.ts';
import { Refusal } from '../../../../../refusal.ts';
import { formatDateTime } from '../../../../../ui/format.ts';
import { fieldErrors, flat, typed } from '../../../../form.server.ts';
import { asStaff, doneBy } from '../../../../request.server.ts';
import type { Actions, PageServerLoad } from './$types';

const pageLength = 50;

/** The imports so far, and for an administrator the form that starts one. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'inspect');
	const before = event.url.searchParams.get('before') ?? '';
	const olderThan = /^\d{1,15}$/.test(before) ? Number(before) : undefined;
	const runs = await listRuns(database(), { limit: pageLength + 1, olderThan });
	const shown = ({ id, kind, state, fileName, who, added, refused, createdAt }: ImportRun) => {
		const text = formatDateTime(createdAt, account.locale, account.timeZone);
		return { id, kind, state, fileName, who, added, refused, created: { at: createdAt.toISOString(), text } };
	};
	return {
		mayImport: may(actor, 'administer'),
		columns: importKinds.map((kind) => ({
			kind,
			names: Object.entries(kinds[kind].columns).map(([name, required]) => ({ name, required })),
		})),
		runs: runs.slice(0, pageLength).map(shown),
		next: runs.length > pageLength ? runs[pageLength - 1]?.id : undefined,
		first: olderThan === undefined,
	};
};

const form = z.strictObject({
	kind: z.enum(importKinds, 'required'),
	encoding: z.enum(encodings).default(''),
	overwrites: z.enum(['on']).optional(),
	mails: z.enum(['on']).optional(),
});

export const actions: Actions = {
	async start(event) {
		const { account } = asStaff(event, 'administer');
		const { fields, file } = await receiveUpload(event.request).catch((error: unknown) => {
			// The body was not read to its end: what was typed in it is not known.
			if (error instanceof Refusal) return { fields: {}, file: error };
			throw error;
		});
		const read = form.safeParse(flat(fields));
		const errors = read.error ? fieldErrors(read.error, account.locale) : {};
		if (file instanceof Refusal) errors['file'] = refusalWords(file.code, file.details, account.locale);
		else if (!file) errors['file'] = m.import_file_missing();
		if (read.data?.kind === 'tickets' && read.data.overwrites) errors['overwrites'] = m.import_tickets_are_history();
		if (!read.data || !file || file instanceof Refusal || errors['overwrites']) {
			if (file && !(file instanceof Refusal)) await removeUpload(file.storedAs);
			const status = file instanceof Refusal ? file.status : 400;
			// A file that was refused says nothing about the other fields.
			return fail(status, {
				values: typed(fields),
				errors: file instanceof Refusal ? { file: errors['file'] } : errors,
			});
		}
		return begin(event, file, read.data, typed(fields));
	},
};

type Order = z.infer<typeof form>;

async function begin(event: RequestEvent, file: UploadedFile, order: Order, values: Record<string, string>) {
	const { kind, encoding } = order;
	const [overwrites, mails] = [order.overwrites === 'on', order.mails === 'on' && kinds[order.kind].mayMail];
	let id: number;
	try {
		const source = await inspectFile({ path: pathOf(file.storedAs), name: file.name }, kind, encoding);
		id = await database()
			.transaction()
			.execute((trx) => startImport(trx, doneBy(event), { kind, file, source, overwrites, mails }));
	} catch (error) {
		await removeUpload(file.storedAs);
		if (!(error instanceof Refusal)) throw error;
		const words = refusalWords(error.code, error.details, event.locals.locale);
		return fail(error.status, { values, errors: { file: words }, reason: String(error.details['reason'] ?? '') });
	}
	redirect(303, `/desk/admin/import/${id}`);
}
