import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { database } from '../../../../../../database/connection.ts';
import { once } from '../../../../../../database/submitting.ts';
import type { Account } from '../../../../../../identity/account.ts';
import type { StaffActor } from '../../../../../../identity/actor.ts';
import { m } from '../../../../../../paraglide/messages.js';
import { refusalWords } from '../../../../../../refusal-words.ts';
import { Refusal } from '../../../../../../refusal.ts';
import { expectedIn, missingOf } from '../../../../../../rma/arrival.ts';
import { proposedReason } from '../../../../../../rma/arrival-words.ts';
import { listItems, readForm } from '../../../../../../rma/finding.ts';
import { addPhotos } from '../../../../../../rma/photographing.ts';
import { receive, refuse } from '../../../../../../rma/receiving.ts';
import { rmaLimits, type Rma } from '../../../../../../rma/rma.ts';
import { rmaOf } from '../../../../../addressed-rma.server.ts';
import { carried, fieldErrors, flat, receivePosted, refused, text, type Posted } from '../../../../../form.server.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';

const { key, attached } = carried;
const arrivalForm = z.strictObject({
	key,
	attached,
	version: z.coerce.number().int(),
	present: z.array(z.string().max(100)).default([]),
	reason: text(rmaLimits.reason, { lines: true }),
	nevertheless: z.literal('on').optional(),
});
const photoForm = z.strictObject({ key, attached });

type Asked = 'accept' | 'refuse' | null;

/** The form again, with all that was ticked and typed, and the question that it is asked. */
function again(posted: Posted, status: number, errors: Record<string, string>, asked: Asked = null, reason?: string) {
	const filled = refused(posted, errors);
	const values = reason === undefined ? filled.values : { ...filled.values, reason };
	return fail(status, { ...filled, values, asked, present: posted.fields['present'] ?? [] });
}

/**
 * Accepts or refuses a parcel by its posted form, with the photographs in it. What needs one more word comes back with its question: an
 * unticked thing when it is accepted, the reason when it is refused. Sent twice, it is done once.
 */
export async function decide(event: RequestEvent, decision: 'received' | 'refused') {
	const { actor, account } = asStaff(event, 'support');
	// Looked up before the body is read: what comes to another branch is not received.
	const rma = await rmaOf(event, actor);
	const posted = await receivePosted(event.request, account);
	const asked = decision === 'refused' ? 'refuse' : null;
	const parsed = arrivalForm.safeParse({ ...flat(posted.fields), present: posted.fields['present'] ?? [] });
	if (!parsed.success) return again(posted, posted.status, fieldErrors(parsed.error, account.locale), asked);
	if (Object.keys(posted.errors).length > 0) return again(posted, posted.status, {}, asked);
	if (decision === 'refused' && !parsed.data.reason) return askWhy(posted, rma, account);
	const { key: formKey, ...form } = parsed.data;
	try {
		const outcome = await settle({ event, actor, account, number: rma.number }, decision, formKey, form);
		return redirect(303, `/desk/rma?done=${outcome}&rma=${rma.number}`);
	} catch (error) {
		if (!(error instanceof Refusal) || error.code === 'not-found' || error.code === 'not-allowed') throw error;
		if (error.code === 'rma-parcel-incomplete') return again(posted, 400, {}, 'accept');
		return again(posted, error.status, { form: refusalWords(error.code, error.details, account.locale) }, asked);
	}
}

type Place = { event: RequestEvent; actor: StaffActor; account: Account; number: number };
type Arrived = Omit<z.output<typeof arrivalForm>, 'key'>;

function settle(
	{ event, actor, account, number }: Place,
	decision: 'received' | 'refused',
	formKey: string | undefined,
	{ version, present, attached, reason, nevertheless }: Arrived,
) {
	const who = { technician: actor, by: doneBy(event) };
	const now = new Date();
	const shown = { number, version };
	const found = { present, nevertheless: nevertheless === 'on' };
	return database()
		.transaction()
		.execute((trx) =>
			once(trx, account.id, formKey, async () => {
				if (attached.length > 0) await addPhotos(trx, who, number, attached, now);
				if (decision === 'received') await receive(trx, who, shown, found, now);
				else await refuse(trx, who, shown, { reason, present }, now);
				return decision;
			}),
		);
}

/** The first time the reason is proposed; whoever empties it is told that it is needed. */
async function askWhy(posted: Posted, rma: Rma, { locale }: Account) {
	if ('reason' in posted.fields) return again(posted, 400, { reason: m.field_required({}, { locale }) }, 'refuse');
	if (rma.completedAt === null)
		return again(posted, 400, {}, 'refuse', m.rma_dock_reason_no_form({}, { locale: rma.locale }));
	const expected = expectedIn(await listItems(database(), rma, rma.locale), await readForm(database(), rma));
	const missing = missingOf(expected, posted.fields['present'] ?? []);
	return again(posted, 400, {}, 'refuse', proposedReason(missing, rma.locale));
}

/** Adds photographs alone, before or after a parcel was received. */
export async function photograph(event: RequestEvent) {
	const { actor, account } = asStaff(event, 'support');
	const { number } = await rmaOf(event, actor);
	const posted = await receivePosted(event.request, account);
	const parsed = photoForm.safeParse(flat(posted.fields));
	if (!parsed.success) return again(posted, posted.status, fieldErrors(parsed.error, account.locale));
	if (Object.keys(posted.errors).length > 0) return again(posted, posted.status, {});
	const { attached: photos, key: formKey } = parsed.data;
	const who = { technician: actor, by: doneBy(event) };
	try {
		await database()
			.transaction()
			.execute((trx) =>
				once(trx, account.id, formKey, async () => {
					await addPhotos(trx, who, number, photos, new Date());
					return number;
				}),
			);
	} catch (error) {
		if (!(error instanceof Refusal) || error.code === 'not-found' || error.code === 'not-allowed') throw error;
		const words = refusalWords(error.code, error.details, account.locale);
		return again({ ...posted, staged: [] }, error.status, { 'file.other': words });
	}
	return redirect(303, `/desk/rma/${number}/receive#photos`);
}
