import { addressedId } from '../database/addressed-id.ts';
import type { Reading } from '../database/connection.ts';
import type { Actor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { printRma } from '../rma/printing.ts';

/** An RMA's paper, to be read in the browser and printed from there; it runs nothing and is kept by nobody on the way. */
export async function servePaper(db: Reading, actor: Actor, addressed: string): Promise<Response> {
	const number = addressedId(addressed);
	if (number === undefined) throw new Refusal('not-found');
	const { name, bytes } = await printRma(db, actor, number, new Date());
	return new Response(bytes, {
		headers: {
			'content-type': 'application/pdf',
			'content-length': String(bytes.length),
			'content-disposition': `inline; filename="${name}"`,
			'cache-control': 'no-store',
			'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
			'x-content-type-options': 'nosniff',
		},
	});
}
