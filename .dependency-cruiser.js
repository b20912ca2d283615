// Who may import whom (docs/decisions, docs/map.md): you look down, never up, never sideways; type imports count.

/** The folders of src/ by floor. Floor 8 is everything that composes the rest. */
const floors = [
	['database', 'jobs', 'audit'],
	['identity'],
	['branches', 'attachments', 'mail'],
	['customers', 'staff'],
	['units'],
	['tickets'],
	['rma', 'announcements', 'solutions', 'importing'],
	['reports'],
];
// Files beside the folders: the ground for everybody, or the top that composes (server, worker, hooks, commands …).
const ground = '^src/(refusal|obstacle|log|metrics|config[.]server)[.]ts$';
const besideFolders = '^src/(?!(refusal|obstacle|log|metrics|config[.]server|app[.]d)[.]ts$)[^/]+[.]ts$';
const top = `^src/(routes|commands)/|${besideFolders}|^(installation|bench|tests|bin)/`;
const tests = '[.]test[.]ts$|^tests/';
const pages = '^src/.*([.]svelte|[+](page|layout)[.]ts)$';
const serverOnly =
	'^src/((database|jobs|mail)/|.*(ing|[.]server)[.]ts$|.*/(tasks|letters|embedded|connection)[.]ts$|log[.]ts$)';

const folder = (names) => `^src/(${names.join('|')})/`;

const upward = floors.slice(0, -1).map((names, floor) => ({
	name: `floor-${floor}-looks-up`,
	comment: `${names.join(', ')}: floor ${floor} imports only what lies below it.`,
	severity: 'error',
	from: { path: folder(names), pathNot: tests },
	to: { path: folder(floors.slice(floor + 1).flat()) },
}));

// Floor 0 is the ground: its parts stand on each other, without cycles.
const sideways = floors.slice(1).map((names, index) => ({
	name: `floor-${index + 1}-looks-sideways`,
	comment: `${names.join(', ')} do not import each other; news travels upward as data.`,
	severity: 'error',
	from: { path: folder(names), pathNot: tests },
	to: { path: folder(names), pathNot: '^src/$1/' },
}));

export default {
	forbidden: [
		...upward,
		...sideways,
		{
			name: 'nobody-imports-the-top',
			comment: 'Routes, hooks, server, worker and commands compose the rest; the rest does not know them.',
			severity: 'error',
			from: { path: '^src/', pathNot: `${top}|${tests}` },
			to: { path: top },
		},
		{
			name: 'nobody-imports-routes',
			severity: 'error',
			from: { pathNot: '^src/(routes/|hooks[.])' },
			to: { path: '^src/routes/' },
		},
		{
			name: 'ground-stands-alone',
			comment: 'refusal.ts, log.ts and config.server.ts are for everybody and know nobody above the ground.',
			severity: 'error',
			from: { path: ground },
			to: { path: '^src/', pathNot: `^src/paraglide/|${ground}` },
		},
		{
			name: 'ui-imports-only-ui',
			comment: 'Components that know no domain.',
			severity: 'error',
			from: { path: '^src/ui/', pathNot: tests },
			to: { path: '^src/', pathNot: '^src/(ui|paraglide)/' },
		},
		{
			name: 'browser-imports-no-verb',
			comment: 'A component or +page.ts imports ui, nouns and faces. A verb would travel to the browser.',
			severity: 'error',
			from: { path: pages },
			to: { path: serverOnly, pathNot: '^src/paraglide/' },
		},
		{
			name: 'domain-knows-no-framework',
			comment: 'Plain Node runs the domain from source: worker and command line need no build.',
			severity: 'error',
			from: { path: '^src/.*[.]ts$', pathNot: `^src/(routes/|hooks[.]|params[.]ts$|app[.]d[.]ts$)|${tests}` },
			to: { path: '(^|/)([$]app|@sveltejs/kit)(/|$)' },
		},
		{ name: 'no-cycle', severity: 'error', from: { pathNot: '^src/paraglide/' }, to: { circular: true } },
		{
			name: 'source-imports-no-test',
			severity: 'error',
			from: { path: '^(src|installation)/', pathNot: tests },
			to: { path: tests },
		},
		{
			name: 'nothing-unresolvable',
			severity: 'error',
			from: {},
			to: { couldNotResolve: true, pathNot: '^([$](app|env|service-worker)|[.]/[$]types)|/[$]types' },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules|^src/paraglide/' },
		exclude: { path: '^(build|[.]svelte-kit|data)/|[$]types' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: {
			extensions: ['.ts', '.svelte', '.js', '.json'],
			exportsFields: ['exports'],
			conditionNames: ['svelte', 'import', 'node', 'default', 'types'],
			mainFields: ['module', 'main', 'types'],
		},
		builtInModules: { add: ['node:sqlite'] },
	},
};
