import { describe, expect, test } from 'vitest';
import { bundleViolations } from './house/bundle.ts';
import { lockViolations, type Lock } from './house/lock.ts';
import { describeMap, foldersOf } from './house/map.ts';
import { messageViolations } from './house/messages.ts';
import { houseViolations } from './house/rules.ts';

const file = (path: string, text = '') => ({ path, text });

describe('the rules of the house', () => {
	test.each([
		['a drawer as a folder', file('src/utils/date.ts', 'export const x = 1;'), 'drawer'],
		['a drawer as a file', file('src/tickets/helpers.ts', 'export const x = 1;'), 'drawer'],
		[
			'a barrel',
			file('src/tickets/index.ts', "export * from './ticket.ts';\nexport { close } from './closing.ts';"),
			'barrel',
		],
		['raw HTML', file('src/tickets/Conversation.svelte', '<p>{@html message}</p>'), 'RichText'],
		['a verb in a component', file('src/tickets/Row.svelte', "import type { Row } from './listing.ts';"), 'a verb'],
		['a long component', file('src/tickets/Form.svelte', '\n'.repeat(201)), '201 lines'],
		['a long file', file('src/tickets/opening.ts', '\n'.repeat(251)), '251 lines'],
		['something unfinished', file('src/tickets/opening.ts', '// TODO: the rest'), 'finish it'],
	])('find %s', (_, planted, complaint) => {
		expect(houseViolations([planted])).toEqual([expect.stringContaining(complaint)]);
	});

	test('let ordinary files be', () => {
		const files = [
			file('src/ui/RichText.svelte', '{@html html}'),
			file('src/tickets/closing.ts', "import { x } from './ticket.ts';\nexport const close = () => x;"),
			file('src/tickets/closing.test.ts', '\n'.repeat(400)),
		];
		expect(houseViolations(files)).toEqual([]);
	});
});

describe('the check of the messages', () => {
	const used = file('src/routes/+page.svelte', '<p>{m.login_title({ name })}</p>');

	test('is content when every language says the same', () => {
		expect(
			messageViolations({ en: { login_title: 'Hello {name}' }, it: { login_title: 'Salve {name}' } }, [used]),
		).toEqual([]);
	});

	test.each([
		['a missing key', { login_title: 'Hello {name}' }, {}, 'is missing'],
		[
			'a key that English lacks',
			{ login_title: 'Hello' },
			{ login_title: 'Salve', login_extra: 'Più' },
			'not in English',
		],
		['other parameters', { login_title: 'Hello {name}' }, { login_title: 'Salve {nome}' }, 'other parameters'],
		['an empty text', { login_title: 'Hello' }, { login_title: ' ' }, 'is empty'],
		[
			'a key that nobody says',
			{ login_title: 'Hello', login_old: 'Old' },
			{ login_title: 'Salve', login_old: 'V' },
			'nobody says',
		],
	])('finds %s', (_, en, it, complaint) => {
		expect(messageViolations({ en, it }, [used])).toEqual([expect.stringContaining(complaint)]);
	});

	test('finds a French mark that may begin a line', () => {
		const said = (fr: string) => messageViolations({ en: { login_title: 'Hello' }, fr: { login_title: fr } }, [used]);
		for (const text of ['Oublié ?', 'Dire « bonjour\u00A0»'])
			expect(said(text)).toEqual([expect.stringContaining('that space is U+00A0')]);
		expect(said('Oublié\u00A0? «\u00A0Bonjour\u00A0»')).toEqual([]);
	});

	test('reads the parameters of plurals and keys built from a prefix', () => {
		const plural = (words: string) => [
			{ match: { 'countPlural=one': words, 'countPlural=other': `{count} ${words}` } },
		];
		const built = file('src/routes/words.ts', 'm[`status_${status}`]()');
		expect(
			messageViolations({ en: { status_new: plural('new') }, it: { status_new: plural('nuovi') } }, [built]),
		).toEqual([]);
	});

	test.each([
		['words in a page', '<p>Hello {name}</p>'],
		['words in an attribute that is read aloud', '<button aria-label="Close"></button>'],
		['words in a block', '{#if open}<b>Сейчас открыто</b>{/if}'],
	])('finds %s', (_, text) => {
		expect(messageViolations({ en: {} }, [file('src/routes/+page.svelte', text)])).toEqual([
			expect.stringContaining('belongs in messages/'),
		]);
	});

	test('lets signs, classes, scripts and styles be', () => {
		const text =
			'<script>const a = "words";</script><p class="words" data-number="x">№&nbsp;{n} · 40&thinsp;%</p><style>p { color: red; }</style>';
		expect(messageViolations({ en: {} }, [file('src/routes/+page.svelte', text)])).toEqual([]);
	});
});

describe('the check of the browser bundle', () => {
	const script = (path: string, text: string) => ({ path: `build/client/_app/immutable/${path}`, text });

	test.each([
		['a query', 'const q = `select t.number from ticket t`'],
		['a driver', 'import"node:net"'],
		['a setting', 'env.DATABASE_URL'],
	])('finds %s', (_, text) => {
		expect(bundleViolations([script('nodes/3.js', text)])).toEqual([expect.stringContaining('server code')]);
	});

	test('finds a page that grew too large', () => {
		const noise = Array.from({ length: 20_000 }, (_, index) => Math.sin(index).toString(36)).join('');
		expect(bundleViolations([script('nodes/3.js', noise)])).toEqual([expect.stringContaining('the limit is')]);
	});

	test('finds pages that were built for development', () => {
		const text = 'const name = Symbol(`filename`)';
		expect(bundleViolations([script('chunks/a.js', text)])).toEqual([expect.stringContaining('for development')]);
	});
});

describe('the check of the lock', () => {
	const sound = { version: '1.0.0', integrity: 'sha512-x' };

	test('is content with a complete lock', () => {
		const lock = { packages: { '': { dependencies: { a: '1.0.0' } }, 'node_modules/a': sound } };
		expect(lockViolations(lock, { dependencies: { a: '1.0.0' } })).toEqual([]);
	});

	test.each([
		['a platform left out', { ...sound, optionalDependencies: { 'a-windows': '1.0.0' } }, 'a-windows'],
		['the address of a registry', { ...sound, resolved: 'https://registry.example/a.tgz' }, 'address'],
		['a package without checksum', { version: '1.0.0' }, 'checksum'],
		['a script at installation', { ...sound, hasInstallScript: true }, 'script'],
	])('finds %s', (_, entry, complaint) => {
		const lock = { packages: { '': {}, 'node_modules/a': entry } };
		expect(lockViolations(lock as Lock, {})).toEqual([expect.stringContaining(complaint)]);
	});

	test('finds a loose version', () => {
		const lock = { packages: { '': { dependencies: { a: '^1.0.0' } }, 'node_modules/a': sound } };
		expect(lockViolations(lock, { dependencies: { a: '^1.0.0' } })).toEqual([expect.stringContaining('not pinned')]);
	});
});

test('the map tells folder by folder what is imported', () => {
	const modules = [
		{
			source: 'src/tickets/opening.ts',
			dependencies: [{ resolved: 'src/units/unit.ts' }, { resolved: 'src/tickets/ticket.ts' }],
		},
		{ source: 'src/units/unit.ts', dependencies: [{ resolved: 'src/paraglide/messages.js' }] },
	];
	const map = describeMap(foldersOf(modules));
	expect(map).toContain('\ttickets --> units\n');
	expect(map).toContain('| tickets | units |\n| units | – |');
});
