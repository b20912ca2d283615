import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import type { By } from '../../../../audit/entry.ts';
import type { Writing } from '../../../../database/connection.ts';
import { once } from '../../../../database/submitting.ts';
import type { Account } from '../../../../identity/account.ts';
import type { CustomerActor } from '../../../../identity/actor.ts';
import type { RmaStep } from '../../../../rma/steps.ts';
import type { Shown } from '../../../../rma/rma.ts';
import { rmaOf } from '../../../addressed-rma.server.ts';
import { attempt, receiveTyped } from '../../../typed-form.server.ts';
import { asCustomer, doneBy } from '../../../request.server.ts';

/** What the form of every step carries: the version that was before his eyes, and a key against double clicks. */
export const carriedFields = {
	version: z.coerce
		.number()
		.int()
		.positive()
		.max(2 ** 31 - 1),
	key: z
		.string()
		.regex(/^[\w-]{8,100}$/)
		.optional(),
};

type Stepping<Form> = {
	trx: Writing;
	customer: CustomerActor;
	by: By;
	account: Account;
	shown: Shown;
	form: Form;
};

/** Takes a step of the sender and shows the RMA again; a form that is refused comes back with what was typed. */
export async function take<Form extends { version: number; key?: string }>(
	event: RequestEvent,
	action: RmaStep,
	schema: z.ZodType<Form>,
	work: (stepping: Stepping<Form>) => Promise<void>,
) {
	const { actor, account } = asCustomer(event);
	const { number } = await rmaOf(event, actor);
	const { data: form, values, failure } = await receiveTyped(event, schema, account.locale);
	if (failure) return fail(failure.status, { action, ...failure.data });
	const shown = { number, version: form.version };
	const taken = await attempt(
		event,
		(trx) =>
			once(trx, account.id, form.key, async () => {
				await work({ trx, customer: actor, by: doneBy(event), account, shown, form });
				return number;
			}),
		{ values, locale: account.locale, places: { 'form-invalid': 'carrier' } },
	);
	if (taken.failure) return fail(taken.failure.status, { action, ...taken.failure.data });
	return redirect(303, `/rma/${number}?done=${action}`);
}
