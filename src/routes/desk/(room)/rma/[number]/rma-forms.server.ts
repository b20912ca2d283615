import { z } from 'zod';
import { causes, rmaLimits, type ShownItem } from '../../../../../rma/rma.ts';
import { text } from '../../../../form.server.ts';

/** What every step carries: the version that was shown, and the form's key, so that sent twice it is one. */
export const acting = {
	version: z
		.string()
		.regex(/^[1-9]\d{0,8}$/)
		.transform(Number),
	key: z
		.string()
		.regex(/^[\w-]{8,100}$/)
		.optional(),
};

const reason = text(rmaLimits.reason, { lines: true, required: true });
const cause = z.string().min(1, 'required').pipe(z.enum(causes));

export const plainForm = z.strictObject(acting);
export const reasonForm = z.strictObject({ ...acting, reason });
export const causeForm = z.strictObject({ ...acting, cause });
export const returnForm = z.strictObject({ ...acting, reason, cause });
export const shipForm = z.strictObject({
	...acting,
	carrier: text(rmaLimits.carrier, { required: true }),
	tracking: text(rmaLimits.tracking),
});

/** A new serial number for each unit that came; one at least. */
export function replaceForm(items: ShownItem[]) {
	const names = items.filter(({ accessory }) => accessory === null).map(({ nth }) => `serial-${nth}`);
	const serials = Object.fromEntries(names.map((name) => [name, text(64)]));
	return z
		.strictObject({ ...acting, cause, ...serials })
		.refine((form: Record<string, unknown>) => names.some((name) => form[name]), {
			path: [names[0] ?? 'form'],
			message: 'required',
		})
		.transform(({ version, key, cause: found, ...typed }) => {
			const given = Object.entries(typed as Record<string, string>).filter(([, serial]) => serial !== '');
			const bySerial = new Map(given.map(([name, serial]) => [Number(name.slice('serial-'.length)), serial]));
			return { version, key, cause: found, serials: bySerial };
		});
}
