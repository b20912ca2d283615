import { describe, expect, test } from 'vitest';
import { homeIcon, iconHash, tabIcon } from './icon.ts';

const maker = { brand: 'Vallona', logo: 'M6 2h20v28H6z', accent: '#0e5a66' };

describe('the maker’s mark as an icon', () => {
	test('is its own drawing in its own colour', () => {
		for (const icon of [tabIcon(maker), homeIcon(maker)]) {
			expect(icon).toContain(maker.accent);
			expect(icon).toContain(`d="${maker.logo}"`);
		}
	});

	test('is the first letter of its name where it has none', () => {
		expect(tabIcon({ ...maker, logo: '' })).toMatch(/<text [^>]*>V<\/text>/);
	});

	test('has another address when it changes', () => {
		const changed = [
			{ ...maker, accent: '#663366' },
			{ ...maker, logo: 'M0 0h9v9z' },
			{ ...maker, logo: '' },
		];
		expect(new Set([maker, ...changed].map(iconHash)).size).toBe(4);
	});

	test('is a drawing and nothing else, whatever stands in the maker’s data', () => {
		const hostile = { brand: '<script>', logo: '', accent: '"/><script>alert(1)</script>' };
		for (const icon of [tabIcon(hostile), homeIcon({ ...hostile, logo: '"><script>' })])
			expect(icon).not.toContain('<script');
	});
});
