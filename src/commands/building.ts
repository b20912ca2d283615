import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Obstacle } from '../obstacle.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const stamp = join(root, 'build', '.stamp');
const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
const sources = ['src', 'messages', 'project.inlang/settings.json', 'vite.config.ts', 'package-lock.json'];
/** Generated anew by every build, or never part of one. */
const skipped = /^src\/paraglide\/|\.test\.ts$/;

/**
 * Builds the pages into `build/` unless they were built from these very sources. An installation without the
 * development packages runs what it was delivered with.
 */
export async function buildIfNeeded(): Promise<void> {
	if (!existsSync(vite) && existsSync(join(root, 'build', 'handler.js'))) return;
	const current = await fingerprint();
	if ((await readFile(stamp, 'utf8').catch(() => '')) === current) return;
	console.log('Building the pages, which takes a moment …');
	await build();
	await writeFile(stamp, current);
}

/** A change of any source changes it: path, size and time of every file. */
async function fingerprint(): Promise<string> {
	const files = (await Promise.all(sources.map(filesBelow))).flat().filter((file) => !skipped.test(file));
	const lines = files.sort().map(async (file) => {
		const { size, mtimeMs } = await stat(join(root, file));
		return `${file} ${size} ${mtimeMs}`;
	});
	return createHash('sha256')
		.update((await Promise.all(lines)).join('\n'))
		.digest('hex');
}

async function filesBelow(path: string): Promise<string[]> {
	if ((await stat(join(root, path))).isFile()) return [path];
	const entries = await readdir(join(root, path), { withFileTypes: true });
	const below = entries.map(async (entry) => {
		const name = `${path}/${entry.name}`;
		return entry.isDirectory() ? filesBelow(name) : [name];
	});
	return (await Promise.all(below)).flat();
}

async function build(): Promise<void> {
	if (!existsSync(vite))
		throw new Obstacle('The pages are not built and the tools to build them are not installed: run "npm ci" first.');
	const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
		cwd: root,
		// Whatever the caller runs as: under `test` or `development` Vite would build slower pages that watch themselves.
		env: { ...process.env, NODE_ENV: 'production' },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding('utf8').on('data', (text: string) => (output += text));
	const status = await new Promise((resolve) => child.once('close', resolve));
	if (status !== 0) throw new Obstacle(`The pages could not be built:\n${output.trim()}`);
}
