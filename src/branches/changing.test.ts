import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import type { Writing } from '../database/connection.ts';
import type { BranchFields } from './branch.ts';
import { addBranch, changeBranch } from './changing.ts';
import { branchServing, findBranchSheet, listBranchSheets } from './finding.ts';
import { countMoves } from './moving.ts';

const by = { accountId: null, address: '192.0.2.1' };
const portugal: BranchFields = {
	shippingAddress: 'Portugal Lda\n0000 Lugar',
	shippingInstructions: { en: 'In a firm box.' },
	legalName: 'Portugal Lda',
	country: 'PT',
	timeZone: 'Europe/Lisbon',
	languages: ['en', 'pt'],
	phone: '+351 000 000 000',
	hours: [
		{ weekday: 1, opens: '09:00', closes: '12:00' },
		{ weekday: 1, opens: '14:00', closes: '24:00' },
	],
	countries: ['PT', 'CV'],
	takesTheRest: false,
};

describe('an administrator', () => {
	test('adds a branch, which serves its countries at once', async ({ trx, cast }) => {
		const { actor } = cast.administrator;
		const id = await addBranch(trx, actor, by, { ...portugal, slug: 'portugal' });
		expect(await branchServing(trx, 'CV')).toMatchObject({ id, slug: 'portugal', hours: portugal.hours });
		expect((await branchServing(trx, 'BR')).slug).toBe('italy');
		expect(await audited(trx)).toEqual([{ action: 'branch-added', subject: 'branch:portugal' }]);
	});

	test('changes hours and countries of a branch and leaves the others as they are', async ({ trx, cast }) => {
		const { actor } = cast.administrator;
		const before = await findBranchSheet(trx, actor, cast.branches.france);
		await changeBranch(trx, actor, by, { ...before, hours: portugal.hours, countries: ['MC', 'FR'] });
		const after = await findBranchSheet(trx, actor, cast.branches.france);
		const countries = ['FR', 'MC'];
		expect(after).toEqual({ ...before, hours: portugal.hours, countries, version: before.version + 1 });
		expect((await branchServing(trx, 'AD')).slug).toBe('spain');
	});

	test('says where parcels go and how they are sent, in the languages that he writes', async ({ trx, cast }) => {
		const { actor } = cast.administrator;
		const { version, ...before } = await findBranchSheet(trx, actor, cast.branches.france);
		const shipping = {
			shippingAddress: 'SAS Alientech France\n12 rue de l’Essai',
			shippingInstructions: { fr: 'Emballez bien.', ru: 'Упакуйте надёжно.' },
		};
		await changeBranch(trx, actor, by, { ...before, version, ...shipping });
		expect(await findBranchSheet(trx, actor, before.id)).toMatchObject(shipping);
	});

	test('does not change a branch over somebody else’s change', async ({ trx, cast }) => {
		const { actor } = cast.administrator;
		const shown = await findBranchSheet(trx, actor, cast.branches.france);
		await changeBranch(trx, actor, by, { ...shown, phone: '1' });
		await expect(changeBranch(trx, actor, by, { ...shown, phone: '2' })).rejects.toThrow('changed-meanwhile');
		// The same form a second time: it is so already.
		await changeBranch(trx, actor, by, { ...shown, phone: '1' });
	});

	test('writes nothing down when nothing has changed', async ({ trx, cast }) => {
		const { actor } = cast.administrator;
		const shown = await findBranchSheet(trx, actor, cast.branches.spain);
		await changeBranch(trx, actor, by, shown);
		expect(await findBranchSheet(trx, actor, cast.branches.spain)).toEqual(shown);
		expect(await audited(trx)).toEqual([]);
	});

	test('is told which branch has a country that he gives to another', async ({ trx, cast }) => {
		const { actor } = cast.administrator;
		const shown = await findBranchSheet(trx, actor, cast.branches.france);
		await expect(changeBranch(trx, actor, by, { ...shown, countries: ['FR', 'AD', 'ES'] })).rejects.toMatchObject({
			code: 'country-taken',
			details: { by: 'Spain', countries: 'AD ES' },
		});
		await expect(addBranch(trx, actor, by, { ...portugal, slug: 'iberia', countries: ['ES'] })).rejects.toThrow(
			'country-taken',
		);
	});

	test('does not give a branch the short name of another', async ({ trx, cast }) => {
		const adding = addBranch(trx, cast.administrator.actor, by, { ...portugal, slug: 'spain' });
		await expect(adding).rejects.toThrow('slug-taken');
	});
});

test('the countries that no branch names are taken by one branch, which gives them up to another alone', async ({
	trx,
	cast,
}) => {
	const { actor } = cast.administrator;
	const italy = await findBranchSheet(trx, actor, cast.branches.italy);
	await changeBranch(trx, actor, by, { ...italy, phone: '1', takesTheRest: false });
	expect((await branchServing(trx, 'JP')).slug).toBe('italy');
	const spain = await findBranchSheet(trx, actor, cast.branches.spain);
	await changeBranch(trx, actor, by, { ...spain, takesTheRest: true });
	expect((await branchServing(trx, 'JP')).slug).toBe('spain');
	const sheets = await listBranchSheets(trx, actor);
	expect(sheets.map(({ slug, takesTheRest, version }) => [slug, takesTheRest, version])).toEqual([
		['spain', true, 2],
		['italy', false, 3],
		['france', false, 1],
	]);
});

test('the language that new customers get stays a branch’s first one; of a new branch it is that of its country', async ({
	trx,
	cast,
}) => {
	const { actor } = cast.administrator;
	const italy = await findBranchSheet(trx, actor, cast.branches.italy);
	await changeBranch(trx, actor, by, { ...italy, languages: ['en', 'fr', 'it'] });
	expect((await findBranchSheet(trx, actor, italy.id)).languages).toEqual(['it', 'en', 'fr']);
	const id = await addBranch(trx, actor, by, { ...portugal, slug: 'portugal' });
	expect((await findBranchSheet(trx, actor, id)).languages).toEqual(['pt', 'en']);
});

test('nobody but an administrator adds or changes a branch', async ({ trx, cast }) => {
	const { version } = await findBranchSheet(trx, cast.administrator.actor, cast.branches.italy);
	for (const { actor } of [cast.technician, cast.supervisor, cast.master, cast.stranger]) {
		await expect(addBranch(trx, actor, by, { ...portugal, slug: 'portugal' })).rejects.toThrow('not-allowed');
		const change = { ...portugal, id: cast.branches.italy, version };
		await expect(changeBranch(trx, actor, by, change)).rejects.toThrow('not-allowed');
	}
	expect(() => listBranchSheets(trx, cast.technician.actor)).toThrow('not-allowed');
});

describe('before countries are changed', () => {
	test('the customers who would change their branch are counted, from where to where', async ({ trx, cast }) => {
		const { italy, france } = cast.branches;
		const moves = (id: number | null, countries: string[], takesTheRest = false) =>
			countMoves(trx, { id, countries, takesTheRest });
		expect(await moves(france, ['FR'])).toEqual([]);
		expect(await moves(france, [])).toEqual([{ from: france, to: italy, customers: 1 }]);
		expect(await moves(france, ['FR', 'IT'])).toEqual([{ from: italy, to: france, customers: 2 }]);
		expect(await moves(france, ['FR'], true)).toEqual([{ from: italy, to: france, customers: 2 }]);
		expect(await moves(null, ['IT'])).toEqual([{ from: italy, to: null, customers: 2 }]);
		// It would be refused: nobody moves.
		expect(await moves(null, ['FR'])).toEqual([]);
	});
});

describe('the database keeps out', () => {
	test('a country that two branches serve', async ({ trx, cast }) => {
		const twice = trx
			.insertInto('branch_country')
			.values({ country: 'FR', branch_id: cast.branches.italy })
			.execute();
		await expect(twice).rejects.toThrow('a_country_is_served_by_one_branch');
	});

	test('hours of a day that overlap, and lets another day and another branch have them', async ({ trx, cast }) => {
		const hours = { branch_id: cast.branches.italy, weekday: 7, opens: '14:00', closes: '24:00' };
		const insert = (values: Partial<typeof hours>) =>
			trx
				.insertInto('branch_hours')
				.values({ ...hours, ...values })
				.execute();
		await insert({});
		await insert({ weekday: 1, opens: '00:00' });
		await insert({ branch_id: cast.branches.france });
		await insert({ opens: '08:00', closes: '14:00' });
		await expect(insert({ opens: '13:59', closes: '14:01' })).rejects.toThrow('hours_of_a_day_do_not_overlap');
	});

	test('a second branch that takes the rest', async ({ trx, cast }) => {
		const twice = trx
			.updateTable('branch')
			.set({ serves_the_rest: true })
			.where('id', '=', cast.branches.spain)
			.execute();
		await expect(twice).rejects.toThrow('one_branch_serves_the_rest');
	});
});

test('two administrators who give the same country to two branches at once: one of them is told who has it', async ({
	db,
	cast,
}) => {
	const { actor } = cast.administrator;
	const give = async (id: number) => {
		const sheet = await findBranchSheet(db, actor, id);
		const change = { ...sheet, countries: [...sheet.countries, 'BE'] };
		return db.transaction().execute((trx) => changeBranch(trx, actor, by, change));
	};
	const outcomes = await Promise.allSettled([give(cast.branches.france), give(cast.branches.spain)]);
	const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
	expect(refused.map(({ reason }) => (reason as Error).message)).toEqual(['country-taken']);
});

function audited(trx: Writing) {
	return trx.selectFrom('audit_entry').select(['action', 'subject']).orderBy('id').execute();
}
