import { describe, expect } from 'vitest';
import { ask } from '../matrix/asking.ts';
import { casesOf, check, question, type Case } from '../matrix/checking.ts';
import { entries } from '../matrix/entries.ts';
import { fingerprint } from '../matrix/fingerprint.ts';
import { readOperations } from '../matrix/operations.ts';
import { test } from '../matrix/stage.ts';

// Every operation of the code × everybody who may ask × everything he may ask for (safety.md, Who sees what).

const operations = readOperations();
const known = operations.flatMap((operation) => {
	const entry = entries[operation.id];
	return entry ? [{ operation, entry, id: operation.id }] : [];
});
const reading = known.filter(({ operation }) => operation.method === 'GET');
const changing = known.filter(({ operation }) => operation.method !== 'GET');

describe('the permission matrix', () => {
	test('has an entry for every operation of the code, and none besides', () => {
		const names = operations.map(({ id }) => id);
		expect(names.filter((id) => !entries[id])).toEqual([]);
		expect(Object.keys(entries).filter((id) => !names.includes(id))).toEqual([]);
		expect(names.length).toBe(new Set(names).size);
	});

	// The first of them starts the portal.
	test.for(known)(
		'$id answers each as its entry says',
		{ timeout: 120_000 },
		async ({ operation, entry }, { stage, tally }) => {
			const cases = casesOf(operation, entry, stage);
			const deviations = await check(cases, stage);
			tally.add(cases, deviations);
			expect(deviations, deviations.join('\n')).toEqual([]);
		},
	);
});

describe('a change', () => {
	test.for(changing)('$id from another site, or from nowhere, is refused', async ({ operation, entry }, { stage }) => {
		const one = rightful(casesOf(operation, entry, stage));
		const before = await fingerprint(stage.db);
		const strange = [{ origin: 'https://evil.example' }, { origin: 'null' }, { origin: undefined }];
		for (const headers of [...strange, { origin: undefined, 'sec-fetch-site': 'same-site' }]) {
			const asked = question(one, entry.form?.(one.thing!));
			const { status } = await ask(stage.origin, { ...asked, headers: { ...asked.headers, ...headers } });
			expect([headers, status]).toEqual([headers, 403]);
		}
		expect(await fingerprint(stage.db)).toEqual(before);
	});

	test.for(changing)('$id takes no field that its form does not have', async ({ operation, entry }, { stage }) => {
		const one = rightful(casesOf(operation, entry, stage));
		const fields = question(one, entry.form?.(one.thing!)).fields ?? {};
		if (entry.endsSession || (entry.usesUp && entry.ignoresOtherFields)) return;
		const before = await fingerprint(stage.db);
		for (const name of ['role', 'kind', 'customer_id', 'account_id', 'master_id'].filter(
			(each) => !(each in fields),
		)) {
			const { status } = await ask(stage.origin, question(one, { ...fields, [name]: 'administrator' }));
			expect([name, status]).toEqual([name, entry.ignoresOtherFields ? status : 400]);
		}
		const kept = entry.ignoresOtherFields ? ofPeople : withoutDrafts;
		expect(kept(await fingerprint(stage.db))).toEqual(kept(before));
	});
});

describe('looking', () => {
	test.for(reading)('$id changes nothing', async ({ operation, entry }, { stage }) => {
		const before = await fingerprint(stage.db);
		for (const asData of [false, true])
			await ask(stage.origin, question({ ...rightful(casesOf(operation, entry, stage)), asData }));
		expect(await fingerprint(stage.db)).toEqual(before);
	});
});

describe('an answer', () => {
	test.for(reading)(
		'of $id is kept and used elsewhere only where that is meant',
		async ({ operation, entry }, { stage }) => {
			const isMeant = entry.isSyndicated === true;
			for (const one of [rightful(casesOf(operation, entry, stage)), casesOf(operation, entry, stage)[0]!]) {
				const { headers } = await ask(stage.origin, question(one));
				const isKept = !/\bno-store\b/.test(headers['cache-control'] ?? '');
				const isShared = headers['cross-origin-resource-policy'] !== 'same-origin';
				const isReadable = 'access-control-allow-origin' in headers;
				const isPersonal = isMeant && 'set-cookie' in headers;
				const mayKeep = isMeant || entry.isUnchanging === true;
				expect([isKept, isShared, isReadable, isPersonal]).toEqual([mayKeep, isMeant, isMeant, false]);
			}
		},
	);

	test.for(reading)('of $id stands in a frame only where that is meant', async ({ operation, entry }, { stage }) => {
		const { headers } = await ask(stage.origin, question(rightful(casesOf(operation, entry, stage))));
		const isFramed = operation.path === '/announcements/frame';
		const policy = headers['content-security-policy'] ?? '';
		expect([headers['x-frame-options'], policy.includes("frame-ancestors 'none'")]).toEqual(
			isFramed ? [undefined, false] : ['DENY', true],
		);
	});
});

// Last of all, because these change the world.
describe('a form as the page sends it', () => {
	const whole = changing.filter(({ entry }) => entry.form);

	test.for(whole)(
		'$id is accepted, so that the field too many was the reason',
		async ({ operation, entry }, { stage }) => {
			const one = rightful(casesOf(operation, entry, stage));
			const { status, text } = await ask(stage.origin, question(one, entry.form?.(one.thing!)));
			// Closed by now, in this world, is what a ticket may be.
			expect([200, 303, 409], text.slice(0, 2000)).toContain(status);
		},
	);
});

/** The first case in which the answer is yes; where nobody may, the first of all. */
function rightful(cases: Case[]): Case {
	const [first] = cases;
	if (!first) throw new Error('an operation without a case');
	return cases.find(({ entry, person, thing }) => entry.rule(person, thing) === 'may') ?? first;
}

// What a refused form keeps so that nothing typed is lost.
function withoutDrafts({ draft: _, ...rest }: Record<string, string>) {
	return rest;
}

// What a field too many would change: who somebody is, and what is his.
function ofPeople({ account, customer, staff, staff_branch, unit }: Record<string, string>) {
	return { account, customer, staff, staff_branch, unit };
}
