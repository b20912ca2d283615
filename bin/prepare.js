// What `npm ci` and `npm install` run at their end: the generated parts without which nothing type-checks.
// With --omit=dev the generators are absent, and so is the need for them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const installed = path.join(root, 'node_modules', '.bin');

/**
 * @param {string} command
 * @param {...string} parameters
 */
function run(command, ...parameters) {
	const windows = process.platform === 'win32';
	const { status } = spawnSync(path.join(installed, windows ? `${command}.cmd` : command), parameters, {
		cwd: root,
		stdio: 'inherit',
		shell: windows,
		env: { ...process.env, PATH: installed + path.delimiter + process.env.PATH },
	});
	if (status !== 0) process.exit(status ?? 1);
}

if (existsSync(path.join(installed, 'paraglide-js')) && existsSync(path.join(installed, 'svelte-kit'))) {
	const strategy = ['--strategy', 'custom-request', 'baseLocale'];
	const structure = ['--output-structure', 'locale-modules'];
	run(
		'paraglide-js',
		'compile',
		'--project',
		'./project.inlang',
		'--outdir',
		'./src/paraglide',
		...strategy,
		...structure,
		'--silent',
	);
	run('svelte-kit', 'sync');
}
