import { database } from '../../../../../../database/connection.ts';
import { stepAfterPassword } from '../../../../../../identity/authenticating.ts';
import { identityOf } from '../../../../../../staff/asking-providers.ts';
import { findOffered, recognise, takeUpLogin } from '../../../../../../staff/recognising.ts';
import { enterAs } from '../../../../../entering.server.ts';
import { providerOf, redirectUri, takeMark } from '../../elsewhere.server.ts';
import type { PageServerLoad } from './$types';

/**
 * The way back from a login service. It is the one page that opens a session when it is fetched: the protocol brings the browser here
 * by a redirect (OpenID Connect Core 1.0, 3.1.2.5). Nobody can be sent here against his will: the state has to be of a login that this
 * very browser began by its button, and it is good once.
 */
export const load: PageServerLoad = async (event) => {
	const provider = await findOffered(database(), providerOf(event));
	const state = event.url.searchParams.get('state') ?? '';
	const browser = takeMark(event.cookies);
	const now = new Date();
	const { wayBack, ...underWay } = await database()
		.transaction()
		.execute((trx) => takeUpLogin(trx, provider.id, { state, browser }, now));
	// Never from the request: behind a proxy it may name another address than the one that is registered.
	const broughtBack = new URL(redirectUri(provider.id) + event.url.search);
	const identity = await identityOf(provider, { ...underWay, state, broughtBack });
	const accountId = await database()
		.transaction()
		.execute((trx) => recognise(trx, provider.id, identity));
	const step = provider.asksSecondFactor ? 'open' : await stepAfterPassword(database(), accountId);
	await enterAs(event, 'staff', { accountId, step }, wayBack || undefined);
};
