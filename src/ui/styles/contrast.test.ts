import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

// WCAG 2.2: 1.4.3 text 4.5:1, 1.4.11 controls and focus 3:1. Both themes, every brand colour a screen can show.

type Oklch = { l: number; c: number; h: number };
type Theme = 'light' | 'dark';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
const root = css.slice(0, css.indexOf("[data-room='desk']"));

/** Every `--name: value` of the plain :root block, in one line each. */
const tokens = new Map(
	[...root.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [
		name!,
		value!.replaceAll(/\s+/g, ' ').trim(),
	]),
);

const papers = ['paper', 'paper-raised', 'paper-sunken'];
const sides = ['customer', 'support', 'note', 'accent-quiet'];
const messages = ['danger', 'success', 'warning'];

const textPairs: [string, string][] = [
	...['ink', 'ink-quiet'].flatMap((ink) => [...papers, ...sides].map((on) => [ink, on] as [string, string])),
	...messages.flatMap((tone) => [...papers, `${tone}-quiet`].map((on) => [tone, on] as [string, string])),
	...messages.map((tone) => ['ink', `${tone}-quiet`] as [string, string]),
	...messages.map((tone) => ['ink-quiet', `${tone}-quiet`] as [string, string]),
	['accent-ink', 'danger'],
	['ink', 'selection'],
];
const controlPairs: [string, string][] = ['line-strong', 'focus'].flatMap((edge) =>
	[...papers, ...sides].map((on) => [edge, on] as [string, string]),
);
const brandPairs: [string, string][] = [
	['accent-ink', 'accent'],
	['accent-ink', 'accent-strong'],
	...['accent', 'accent-strong'].flatMap((ink) => [...papers, ...sides].map((on) => [ink, on] as [string, string])),
	['ink', 'accent-quiet'],
	['ink-quiet', 'accent-quiet'],
	['ink', 'selection'],
];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
	const brand = colour('brand', theme);

	test.each(textPairs)('%s on %s reads at 4.5:1', (ink, on) => {
		expect(ratio(colour(ink, theme, brand), colour(on, theme, brand))).toBeGreaterThanOrEqual(4.5);
	});

	test.each(controlPairs)('%s shows against %s at 3:1', (edge, on) => {
		expect(ratio(colour(edge, theme, brand), colour(on, theme, brand))).toBeGreaterThanOrEqual(3);
	});

	test.each(brandPairs)('whatever the brand, %s on %s reads at 4.5:1', (ink, on) => {
		const worst = Math.min(...brands().map((any) => ratio(colour(ink, theme, any), colour(on, theme, any))));
		expect(worst).toBeGreaterThanOrEqual(4.5);
	});
});

function colour(name: string, theme: Theme, brand?: Oklch): Oklch {
	const value = tokens.get(name);
	if (!value) throw new Error(`tokens.css has no --${name}`);
	const [light, dark] = halves(value);
	const chosen = theme === 'light' ? light : dark;
	const other = /^var\(--([\w-]+)\)$/.exec(chosen);
	if (other) return colour(other[1]!, theme, brand);
	const [, body] = /^oklch\((.+)\)$/.exec(chosen) ?? [];
	if (!body) throw new Error(`--${name} is not written as oklch(): ${chosen}`);
	return body.startsWith('from var(--brand)') ? derived(body, brand!) : plain(body);
}

function halves(value: string): [string, string] {
	const [, inside] = /^light-dark\((.+)\)$/.exec(value) ?? [];
	if (!inside) return [value, value];
	const [light, dark] = topLevel(inside, ',');
	return [light!, dark!];
}

function plain(body: string): Oklch {
	const [l, c, h] = body.split(' ').map(Number);
	return { l: l!, c: c!, h: h ?? 0 };
}

/** `from var(--brand) <l> <c> h` where <l> and <c> are numbers, letters, clamp() or min(). */
function derived(body: string, brand: Oklch): Oklch {
	const [l, c] = topLevel(body.replace('from var(--brand) ', ''), ' ');
	return { l: value(l!, brand), c: value(c!, brand), h: brand.h };
}

function value(term: string, brand: Oklch): number {
	const call = /^(clamp|min)\((.+)\)$/.exec(term);
	const parts = call?.[2]?.split(',').map((part) => value(part.trim(), brand));
	if (call?.[1] === 'clamp') return Math.max(parts![0]!, Math.min(parts![1]!, parts![2]!));
	if (call?.[1] === 'min') return Math.min(...parts!);
	const shifted = /^l ([+-]) ([\d.]+)$/.exec(term);
	if (shifted) return brand.l + Number(shifted[2]) * (shifted[1] === '+' ? 1 : -1);
	if (term === 'l' || term === 'c') return brand[term];
	return Number(term);
}

function topLevel(text: string, separator: string): string[] {
	const parts = [''];
	let depth = 0;
	for (const letter of text) {
		if (letter === '(') depth++;
		if (letter === ')') depth--;
		if (letter === separator && depth === 0) parts.push('');
		else parts[parts.length - 1] += letter;
	}
	return parts.map((part) => part.trim()).filter(Boolean);
}

function ratio(one: Oklch, other: Oklch): number {
	const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
	return (light! + 0.05) / (dark! + 0.05);
}

/** Channels outside sRGB are clipped, as browsers paint them. Matrices: Björn Ottosson, "A perceptual color space". */
function luminance({ l, c, h }: Oklch): number {
	const a = c * Math.cos((h * Math.PI) / 180);
	const b = c * Math.sin((h * Math.PI) / 180);
	const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
	const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
	const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
	const clip = (channel: number) => Math.min(1, Math.max(0, channel));
	const red = clip(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short);
	const green = clip(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short);
	const blue = clip(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short);
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Brand colours over all of OKLCH that a maker could write, in gamut or not. */
function brands(): Oklch[] {
	const steps = (count: number, size: number) => Array.from({ length: count }, (_, index) => index * size);
	return steps(11, 0.1).flatMap((l) => steps(9, 0.05).flatMap((c) => steps(72, 5).map((h) => ({ l, c, h }))));
}
