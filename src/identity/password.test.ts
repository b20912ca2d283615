import { describe, expect, test } from 'vitest';
import { hashPassword, passwordMatches, type Turn } from './password.ts';

const stored = await hashPassword('four green pumps 7');
const from = (network: string): Turn => ({ known: false, from: network });
const check = (turn: Turn) => passwordMatches(stored, 'four green pumps 7', turn);

describe('in a storm of logins', () => {
	test('strangers are turned away before they wait too long, and who has been let in is served', async () => {
		const storm = Array.from({ length: 400 }, (_, index) => check(from(`network ${index}`)));
		const outcomes = await Promise.allSettled(storm);
		const refused = outcomes.filter((one) => one.status === 'rejected');
		expect(refused.length).toBeGreaterThan(200);
		for (const { reason } of refused) expect(reason).toMatchObject({ code: 'too-busy', details: { retryAfter: 5 } });
		expect(outcomes.filter((one) => one.status === 'fulfilled' && one.value).length).toBe(400 - refused.length);
	});

	test('a known browser goes before all strangers', async () => {
		const order: string[] = [];
		const storm = Array.from({ length: 30 }, (_, index) =>
			check(from(`network ${index}`)).then(
				() => order.push('stranger'),
				() => {},
			),
		);
		await Promise.all([...storm, check({ known: true }).then(() => order.push('known'))]);
		// Those that are being served already are let finish.
		expect(order.indexOf('known')).toBeLessThan(5);
		expect(order.length).toBeGreaterThan(20);
	});

	test('one network does not take the places of the others', async () => {
		const storm = Array.from({ length: 400 }, () => check(from('one network')).catch(() => {}));
		const other = check(from('another network'));
		expect(await other).toBe(true);
		await Promise.all(storm);
	});
});

test('without an account there is a hash to compare with, and nothing matches it', async () => {
	expect(await passwordMatches(null, 'a password that opens nothing')).toBe(false);
});
