import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import type { Writing } from '../../../../../database/connection.ts';
import { once } from '../../../../../database/submitting.ts';
import type { Account } from '../../../../../identity/account.ts';
import type { Rma, Shown } from '../../../../../rma/rma.ts';
import type { RmaStep } from '../../../../../rma/steps.ts';
import { attempt, receiveTyped, type TypedForm } from '../../../../typed-form.server.ts';

type Acting = { version: number; key?: string | undefined };
type Received<Data> = { data: Data; values: Record<string, string>; failure?: undefined };

/** The form of a step that came back. */
export type RefusedStep = TypedForm & { step: RmaStep };

/** A form that comes back names its step, so that its page opens it again. */
export function refusedAt(
	step: RmaStep,
	{ status, data }: Pick<ActionFailure<TypedForm>, 'status' | 'data'>,
): ActionFailure<RefusedStep> {
	return fail(status, { ...data, step });
}

type Step<Schema extends z.ZodType> = { step: RmaStep; rma: Pick<Rma, 'number'>; account: Account } & (
	| { schema: Schema; received?: undefined }
	| { received: Received<z.output<Schema>>; schema?: undefined }
);

/**
 * Takes a step of an RMA as a form asks for it, and shows where it is then. A second post of the same form is answered as the first;
 * one that is refused comes back with what was typed.
 */
export async function takeStep<Schema extends z.ZodType<Acting>>(
	event: RequestEvent,
	{ step, rma: { number }, account, schema, received }: Step<Schema>,
	work: (trx: Writing, shown: Shown, data: z.output<Schema>) => Promise<void>,
): Promise<ActionFailure<RefusedStep>> {
	const { locale } = account;
	const form = received ?? (await receiveTyped(event, schema, locale));
	if (form.failure) return refusedAt(step, form.failure);
	const { data, values } = form;
	const { failure } = await attempt(
		event,
		(trx) =>
			once(trx, account.id, data.key, async () => {
				await work(trx, { number, version: data.version }, data);
				return step;
			}),
		{ values, locale },
	);
	return failure ? refusedAt(step, failure) : redirect(303, `/desk/rma/${number}?done=${step}`);
}
