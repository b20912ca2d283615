import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { stampOf } from '../audit/comparing.ts';
import { thePortal } from '../audit/entry.ts';
import type { Writing } from '../database/connection.ts';
import type { StaffActor } from '../identity/actor.ts';
import { leave } from './leaving.ts';
import {
	addProvider,
	changeProvider,
	findProvider,
	offeredProviders,
	providerFacts,
	removeProvider,
	type ProviderChange,
} from './providing.ts';
import { findOffered, newLogin, recognise, rememberLogin, takeUpLogin } from './recognising.ts';

const settings = {
	label: 'Company login',
	issuer: 'https://login.example',
	clientId: 'serialdesk',
	clientSecret: 'a secret of the client',
	asksSecondFactor: false,
	enabled: true,
};

async function addOne(trx: Writing): Promise<number> {
	const id = await addProvider(trx, thePortal, settings);
	await change(trx, id, settings);
	return id;
}

// Only what he may is asked of him.
const reader: StaffActor = { kind: 'staff', id: 0, role: 'auditor', branchIds: [] };
const shownOf = async (trx: Writing, id: number) => stampOf(providerFacts(await findProvider(trx, reader, id)));

/** Changes a login service as whoever has just looked at it. */
async function change(trx: Writing, id: number, wanted: Omit<ProviderChange, 'shown'>): Promise<void> {
	await changeProvider(trx, thePortal, id, { ...wanted, shown: await shownOf(trx, id) });
}

describe('whoever comes back from a login service', () => {
	test('is known by a verified address the first time, in any case, and by the service’s name for him ever after', async ({
		trx,
		cast,
	}) => {
		const id = await addOne(trx);
		const tecla = cast.technician.actor.id;
		expect(await recognise(trx, id, { subject: 'tecla-7', email: 'TECLA@maker.example' })).toBe(tecla);
		expect(await recognise(trx, id, { subject: 'tecla-7', email: null })).toBe(tecla);
		expect(await recognise(trx, id, { subject: 'tecla-7', email: 'ada@maker.example' })).toBe(tecla);
	});

	test('is nobody without a verified address of ours', async ({ trx, cast }) => {
		const id = await addOne(trx);
		for (const email of [null, 'stranger@maker.example', cast.master.email, 'C1001'])
			await expect(recognise(trx, id, { subject: 'x', email })).rejects.toThrow('provider-unknown-person');
	});

	test('is not taken for a colleague whose address was given to him', async ({ trx }) => {
		const id = await addOne(trx);
		await recognise(trx, id, { subject: 'tecla-7', email: 'tecla@maker.example' });
		await expect(recognise(trx, id, { subject: 'new-8', email: 'tecla@maker.example' })).rejects.toThrow(
			'provider-unknown-person',
		);
	});

	test('is nobody any more when he has left', async ({ trx, cast, clock }) => {
		const id = await addOne(trx);
		await recognise(trx, id, { subject: 'tecla-7', email: 'tecla@maker.example' });
		await leave(trx, thePortal, cast.technician.actor.id, () => Promise.resolve(0), clock.now);
		for (const email of [null, 'tecla@maker.example'])
			await expect(recognise(trx, id, { subject: 'tecla-7', email })).rejects.toThrow('provider-unknown-person');
	});

	test('is known to each service by itself', async ({ trx }) => {
		const id = await addOne(trx);
		const other = await addProvider(trx, thePortal, { label: 'Other', issuer: 'https://other.example' });
		await recognise(trx, id, { subject: 'tecla-7', email: 'tecla@maker.example' });
		await expect(recognise(trx, other, { subject: 'tecla-7', email: null })).rejects.toThrow(
			'provider-unknown-person',
		);
	});
});

describe('a login under way', () => {
	test('is taken up once, by the browser that began it, at its service, in time', async ({ trx, clock }) => {
		const id = await addOne(trx);
		const other = await addProvider(trx, thePortal, { label: 'Other', issuer: 'https://other.example' });
		const login = { ...newLogin(), wayBack: '/desk/queue' };
		await rememberLogin(trx, id, login, clock.now);
		const wrong = [
			[id, { ...login, state: newLogin().state }],
			[id, { ...login, browser: '' }],
			[id, { state: login.browser, browser: login.state }],
			[other, login],
		] as const;
		for (const [provider, mark] of wrong)
			await expect(takeUpLogin(trx, provider, mark, clock.now)).rejects.toThrow('provider-failed');
		expect(await takeUpLogin(trx, id, login, clock.now)).toEqual({
			verifier: login.verifier,
			nonce: login.nonce,
			wayBack: '/desk/queue',
		});
		await expect(takeUpLogin(trx, id, login, clock.now)).rejects.toThrow('provider-failed');
		await rememberLogin(trx, id, login, clock.now);
		await expect(takeUpLogin(trx, id, login, clock.pass({ minutes: 10 }))).rejects.toThrow('provider-failed');
	});

	test('leaves nothing readable of its state, and goes when its time has passed', async ({ trx, clock }) => {
		const id = await addOne(trx);
		const login = { ...newLogin(), wayBack: '' };
		await rememberLogin(trx, id, login, clock.now);
		const [row] = await trx.selectFrom('provider_login').selectAll().execute();
		expect(JSON.stringify(row)).not.toContain(login.state);
		expect(JSON.stringify(row)).not.toContain(login.browser);
		await rememberLogin(trx, id, { ...newLogin(), wayBack: '' }, clock.pass({ minutes: 11 }));
		expect(await trx.selectFrom('provider_login').selectAll().execute()).toHaveLength(1);
	});
});

describe('a login service', () => {
	test('is offered with client id and secret alone, and not when it is switched off', async ({ trx }) => {
		const id = await addProvider(trx, thePortal, settings);
		expect(await offeredProviders(trx)).toEqual([]);
		for (const missing of [{ clientId: '' }, { clientSecret: '' }])
			await expect(change(trx, id, { ...settings, ...missing })).rejects.toThrow('form-invalid');
		await change(trx, id, settings);
		expect(await offeredProviders(trx)).toEqual([{ id, label: 'Company login' }]);
		await change(trx, id, { ...settings, enabled: false });
		expect(await offeredProviders(trx)).toEqual([]);
		await expect(findOffered(trx, id)).rejects.toThrow('not-found');
	});

	test('keeps its secret when none is typed, shows it nowhere, and writes it into no log', async ({ trx, cast }) => {
		const id = await addOne(trx);
		await change(trx, id, { ...settings, label: 'Renamed', clientSecret: '' });
		expect(await findOffered(trx, id)).toMatchObject({ clientSecret: settings.clientSecret });
		expect(JSON.stringify(await findProvider(trx, cast.administrator.actor, id))).not.toContain('a secret');
		const log = JSON.stringify(await trx.selectFrom('audit_entry').selectAll().execute());
		expect(log).toContain('"secretReplaced":true');
		expect(log).not.toContain('a secret');
	});

	test('with another issuer forgets its people and its secret', async ({ trx }) => {
		const id = await addOne(trx);
		await recognise(trx, id, { subject: 'tecla-7', email: 'tecla@maker.example' });
		const moved = { ...settings, issuer: 'https://elsewhere.example', clientSecret: '' };
		await expect(change(trx, id, moved)).rejects.toThrow('form-invalid');
		await change(trx, id, { ...moved, clientSecret: 'another' });
		await expect(recognise(trx, id, { subject: 'tecla-7', email: null })).rejects.toThrow('provider-unknown-person');
	});

	test('is removed with its links and logins under way', async ({ trx, clock }) => {
		const id = await addOne(trx);
		await recognise(trx, id, { subject: 'tecla-7', email: 'tecla@maker.example' });
		await rememberLogin(trx, id, { ...newLogin(), wayBack: '' }, clock.now);
		const one = { id, shown: await shownOf(trx, id) };
		await removeProvider(trx, thePortal, one);
		expect(await trx.selectFrom('provider_subject').selectAll().execute()).toEqual([]);
		expect(await trx.selectFrom('provider_login').selectAll().execute()).toEqual([]);
		await expect(removeProvider(trx, thePortal, one)).rejects.toThrow('not-found');
	});

	test('that somebody else has changed since it was shown is neither changed nor removed', async ({ trx }) => {
		const id = await addOne(trx);
		await recognise(trx, id, { subject: 'tecla-7', email: 'tecla@maker.example' });
		const shown = await shownOf(trx, id);
		await change(trx, id, { ...settings, issuer: 'https://elsewhere.example' });
		await recognise(trx, id, { subject: 'tecla-8', email: 'tecla@maker.example' });
		const renamed = changeProvider(trx, thePortal, id, { ...settings, label: 'Renamed', shown });
		await expect(renamed).rejects.toThrow('changed-meanwhile');
		await expect(removeProvider(trx, thePortal, { id, shown })).rejects.toThrow('changed-meanwhile');
		expect(await findOffered(trx, id)).toMatchObject({ label: 'Company login', issuer: 'https://elsewhere.example' });
		expect(await trx.selectFrom('provider_subject').select('subject').execute()).toEqual([{ subject: 'tecla-8' }]);
	});

	test('has an issuer of its own', async ({ trx }) => {
		await addOne(trx);
		await expect(addProvider(trx, thePortal, settings)).rejects.toThrow('issuer-taken');
	});

	test('is shown to who administers or inspects alone', async ({ trx, cast }) => {
		const id = await addOne(trx);
		for (const { actor } of [cast.technician, cast.supervisor])
			await expect(findProvider(trx, actor, id)).rejects.toThrow('not-allowed');
		const auditor = { ...cast.technician.actor, role: 'auditor' as const };
		expect(await findProvider(trx, auditor, id)).toMatchObject({ label: 'Company login', hasSecret: true });
	});
});
