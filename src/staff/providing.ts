import { difference, stampOf } from '../audit/comparing.ts';
import type { By, Facts } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Reading, Writing } from '../database/connection.ts';
import { may, type StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { issuerAddress, type Provider } from './provider.ts';

/** Every login service, by its label. @throws Refusal `not-allowed` */
export function listProviders(db: Reading, actor: StaffActor): Promise<Provider[]> {
	return providers(db, actor).orderBy('label').orderBy('id').execute();
}

/** One of them. @throws Refusal `not-allowed`, `not-found` */
export async function findProvider(db: Reading, actor: StaffActor, id: number): Promise<Provider> {
	const provider = await providers(db, actor).where('id', '=', id).executeTakeFirst();
	if (!provider) throw new Refusal('not-found');
	return provider;
}

function providers(db: Reading, actor: StaffActor) {
	if (!may(actor, 'inspect')) throw new Refusal('not-allowed');
	return db
		.selectFrom('identity_provider')
		.select(['id', 'label', 'issuer', 'client_id as clientId', 'enabled', 'asks_second_factor as asksSecondFactor'])
		.select((column) => column('client_secret', '<>', '').as('hasSecret'))
		.$castTo<Provider>();
}

/** The login services that the desk's door offers. */
export function offeredProviders(db: Reading): Promise<{ id: number; label: string }[]> {
	return db
		.selectFrom('identity_provider')
		.select(['id', 'label'])
		.where('enabled', '=', true)
		.orderBy('label')
		.orderBy('id')
		.execute();
}

/**
 * Adds a login service, not offered yet: it first has to learn our address, and to give us a client id and secret. Answers its id.
 * @throws Refusal `issuer-invalid`, `issuer-taken`
 */
export async function addProvider(
	trx: Writing,
	by: By,
	{ label, issuer: typed }: { label: string; issuer: string },
): Promise<number> {
	const issuer = issuerAddress(typed);
	if (!issuer) throw new Refusal('issuer-invalid');
	const { id } = await trx
		.insertInto('identity_provider')
		.values({ label, issuer, client_id: '', client_secret: '', enabled: false })
		.returning('id')
		.executeTakeFirstOrThrow()
		.catch(explainTaken);
	await record(trx, by, { action: 'provider-changed', subject: `provider:${label}`, after: { label, issuer } });
	return id;
}

type ProviderFields = Omit<Provider, 'id' | 'hasSecret'>;

export type ProviderChange = ProviderFields & {
	/** Empty: the one that is there stays. */
	clientSecret: string;
	/** The stamp of what the form showed. */
	shown: string;
};

/** What of a login service a form shows and may change; its stamp says what the form showed. */
export function providerFacts({ label, issuer, clientId, asksSecondFactor, enabled }: ProviderFields): Facts {
	return { label, issuer, clientId, asksSecondFactor, enabled };
}

/**
 * Changes a login service, if it still is what the form showed. Another issuer knows other people, under the same names perhaps: who was linked is not any more, and the
 * secret was not meant for it. One is offered only with client id and secret.
 * @throws Refusal `not-found`, `changed-meanwhile`, `issuer-invalid`, `issuer-taken`, `form-invalid` (offered, and something is missing)
 */
export async function changeProvider(trx: Writing, by: By, id: number, change: ProviderChange): Promise<void> {
	const before = await lockProvider(trx, id);
	const { label, clientId, asksSecondFactor, enabled } = change;
	const issuer = issuerAddress(change.issuer);
	if (!issuer) throw new Refusal('issuer-invalid');
	const isAnother = issuer !== before.issuer;
	const clientSecret = change.clientSecret || (isAnother ? '' : before.clientSecret);
	const changed = difference(
		{ ...providerFacts(before), secretReplaced: false },
		{ ...providerFacts({ ...change, issuer }), secretReplaced: clientSecret !== before.clientSecret },
	);
	if (!changed) return;
	if (stampOf(providerFacts(before)) !== change.shown) throw new Refusal('changed-meanwhile');
	if (enabled && (clientId === '' || clientSecret === '')) throw new Refusal('form-invalid');
	await trx
		.updateTable('identity_provider')
		.set({ label, issuer, client_id: clientId, client_secret: clientSecret, enabled })
		.set({ asks_second_factor: asksSecondFactor })
		.where('id', '=', id)
		.execute()
		.catch(explainTaken);
	if (isAnother) await trx.deleteFrom('provider_subject').where('provider_id', '=', id).execute();
	await record(trx, by, { action: 'provider-changed', subject: `provider:${before.label}`, ...changed });
}

/**
 * Removes a login service, if it still is what was shown, and who was linked to it. Their accounts stay, with their passwords.
 * @throws Refusal `not-found`, `changed-meanwhile`
 */
export async function removeProvider(
	trx: Writing,
	by: By,
	{ id, shown }: { id: number; shown: string },
): Promise<void> {
	const provider = await lockProvider(trx, id);
	if (stampOf(providerFacts(provider)) !== shown) throw new Refusal('changed-meanwhile');
	const { label, issuer, clientId } = provider;
	await trx.deleteFrom('identity_provider').where('id', '=', id).execute();
	await record(trx, by, {
		action: 'provider-removed',
		subject: `provider:${label}`,
		before: { label, issuer, clientId },
	});
}

async function lockProvider(trx: Writing, id: number) {
	const provider = await trx
		.selectFrom('identity_provider')
		.select(['label', 'issuer', 'client_id as clientId', 'client_secret as clientSecret', 'enabled'])
		.select('asks_second_factor as asksSecondFactor')
		.where('id', '=', id)
		.forUpdate()
		.executeTakeFirst();
	if (!provider) throw new Refusal('not-found');
	return provider;
}

function explainTaken(error: unknown): never {
	if ((error as { constraint?: string }).constraint === 'provider_issuer_is_taken') throw new Refusal('issuer-taken');
	throw error;
}
