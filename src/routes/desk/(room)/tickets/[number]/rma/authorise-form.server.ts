import type { RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveText } from '../../../../../../attachments/receiving.ts';
import type { Locale } from '../../../../../../identity/account.ts';
import { m } from '../../../../../../paraglide/messages.js';
import { mostDays, rmaLimits, type RmaItem } from '../../../../../../rma/rma.ts';
import { fieldErrors, flat, text, typed } from '../../../../../form.server.ts';

/** What was typed and ticked so far; an item is `<unit>` or `<unit>/<accessory>`. */
export type Filled = { values: Record<string, string>; items: string[] };

const itemPattern = /^([1-9]\d{0,14})(?:\/([\w-]{1,60}))?$/;

const form = z.strictObject({
	key: z.string().regex(/^[\w-]{8,100}$/),
	item: z
		.array(z.string().regex(itemPattern))
		.min(1)
		.max(100)
		.transform((items) => items.map(itemOf)),
	sender: text(32, { required: true }),
	branch: text(40, { required: true }),
	warranty: z.enum(['yes', 'no']),
	days: z
		.string()
		.trim()
		.regex(/^\d{1,4}$/)
		.transform(Number)
		.pipe(z.number().min(1).max(mostDays)),
	instructions: text(rmaLimits.instructions, { lines: true }),
	/** Whose words were proposed as instructions: a branch and a sender. */
	shown: text(80),
	search: text(64),
});

// While one still looks, nothing has to be right; but there is no other field either.
const looking = z.strictObject(
	Object.fromEntries(Object.keys(form.shape).map((name) => [name, z.string().or(z.array(z.string())).optional()])),
);

/** What was typed so far, right or not. `isOurs`: there was no other field. */
export async function receiveFilled({ request }: RequestEvent): Promise<Filled & { isOurs: boolean; read(): Read }> {
	const fields = await receiveText(request);
	const items = [...new Set(fields['item'] ?? [])];
	const raw = { ...flat(fields), item: items };
	return {
		values: typed(fields),
		items: items.filter((item) => itemPattern.test(item)).slice(0, 100),
		isOurs: looking.safeParse(raw).success,
		read: () => form.safeParse(raw),
	};
}

type Read = ReturnType<typeof form.safeParse>;

/** What is wrong with a form, in words by field. */
export function problemsOf(error: z.ZodError, locale: Locale): Record<string, string> {
	const said: Record<string, string> = {
		item: m.refusal_rma_item_wrong({}, { locale }),
		warranty: m.rma_authorise_warranty_missing({}, { locale }),
		days: m.rma_authorise_days_wrong({ most: String(mostDays) }, { locale }),
	};
	return Object.fromEntries(
		Object.entries(fieldErrors(error, locale)).map(([field, words]) => [field, said[field] ?? words]),
	);
}

/** The units that are ticked, or of which an accessory is. */
export function unitsIn(items: string[]): number[] {
	return [...new Set(items.map((item) => itemOf(item).unitId))];
}

function itemOf(item: string): RmaItem {
	const [, unit, accessory] = itemPattern.exec(item) ?? [];
	return { unitId: Number(unit), accessory: accessory ?? null };
}
