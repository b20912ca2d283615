import { globSync, readFileSync, statSync } from 'node:fs';

/** A file of the repository with what stands in it. */
export type SourceFile = { path: string; text: string };

const generated = ['src/paraglide/**', 'src/database/schema.generated.ts'];

/** Every source file in the given folders, generated ones left out. */
export function readSources(...folders: string[]): SourceFile[] {
	const patterns = folders.map((folder) => `${folder}/**/*.{ts,js,svelte,css,html,sql}`);
	// A folder may be named like a file: the route of a feed is.
	const paths = globSync(patterns, { exclude: generated }).filter((path) => statSync(path).isFile());
	return paths.sort().map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** Prints each violation; the process ends with 1 when there is any. */
export function report(violations: string[]): void {
	for (const violation of violations) console.error(violation);
	process.exitCode = violations.length > 0 ? 1 : 0;
}
