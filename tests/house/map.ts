import { execFileSync } from 'node:child_process';

type Module = { source: string; dependencies: { resolved: string }[] };

/** docs/map.md: which folder imports which, read from the code itself. */
export function drawMap(): string {
	return describeMap(foldersOf(readModules()));
}

function readModules(): Module[] {
	const parameters = ['--output-type', 'json', 'src', 'installation'].concat(
		'--exclude',
		'[.]test[.]ts$|^tests/|^bench/|node_modules|[.]svelte-kit',
	);
	const output = execFileSync('depcruise', parameters, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
	return (JSON.parse(output) as { modules: Module[] }).modules;
}

/** Folder by folder, what it imports; files at the top of src/ stand for themselves. */
export function foldersOf(modules: Module[]): Map<string, Set<string>> {
	const folders = new Map<string, Set<string>>();
	for (const { source, dependencies } of modules) {
		const from = folderOf(source);
		if (!from) continue;
		const imported = folders.getOrInsertComputed(from, () => new Set<string>());
		for (const { resolved } of dependencies) {
			const to = folderOf(resolved);
			if (to && to !== from) imported.add(to);
		}
	}
	return folders;
}

function folderOf(path: string): string | undefined {
	if (path.startsWith('installation/')) return 'installation';
	const [, place] = /^src\/([^/]+)/.exec(path) ?? [];
	// The words are everywhere, and generated.
	return place === 'paraglide' ? undefined : place;
}

export function describeMap(folders: Map<string, Set<string>>): string {
	const names = [...folders.keys()].sort();
	const isDomain = (name: string) =>
		!name.includes('.') && !['routes', 'installation', 'ui', 'database'].includes(name);
	const arrows = names.filter(isDomain).flatMap((from) =>
		[...folders.get(from)!]
			.filter(isDomain)
			.sort()
			.map((to) => `\t${from} --> ${to}`),
	);
	const rows = names.map((name) => `| ${name} | ${[...folders.get(name)!].sort().join(', ') || '–'} |`);
	return `# Map

Which part imports which, drawn from the code by \`bin/map\`; \`bin/check\` fails when it is out of date.
\`.dependency-cruiser.js\` holds the rules: you look down, never up, never sideways.

## The domain

\`\`\`mermaid
flowchart TD
${arrows.join('\n')}
\`\`\`

## Everything in src/ and installation/

| part | imports |
|---|---|
${rows.join('\n')}
`;
}
