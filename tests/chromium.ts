import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** Where the browser is and the environment that it needs. */
export type Chromium = { executablePath: string; args: string[]; env: Record<string, string> };

// Never the package's own list: it switches the web's security off, and the tests would lie.
const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none'];

/** Unpacks the Chromium that came with npm, once per version; CHROMIUM_PATH names another one. */
export async function findChromium(): Promise<Chromium> {
	const env = { ...process.env } as Record<string, string>;
	if (process.env['CHROMIUM_PATH']) return { executablePath: process.env['CHROMIUM_PATH'], args, env };
	const home = homeOfThisVersion();
	const chromium = await unpackInto(home);
	env['FONTCONFIG_FILE'] = describeFonts(home);
	if (lacksLibraries(chromium.executablePath)) env['LD_LIBRARY_PATH'] = await chromium.unpackLibraries();
	return { executablePath: chromium.executablePath, args, env };
}

function homeOfThisVersion(): string {
	const manifest = JSON.parse(readFileSync(path.join(packageFolder(), 'package.json'), 'utf8')) as { version: string };
	const home = path.resolve('node_modules/.cache', `chromium-${manifest.version}`);
	mkdirSync(home, { recursive: true });
	return home;
}

function packageFolder(): string {
	return path.join(path.dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..');
}

/** The package unpacks into TMPDIR and takes whatever /tmp/chromium is there: so each version gets a folder of its own. */
async function unpackInto(home: string) {
	const before = process.env['TMPDIR'];
	process.env['TMPDIR'] = home;
	try {
		const { default: chromium, inflate } = await import('@sparticuz/chromium');
		const executablePath = await chromium.executablePath();
		const unpackLibraries = async () => {
			const libraries = path.join(home, 'al2023');
			process.env['TMPDIR'] = home;
			if (!existsSync(libraries)) await inflate(path.join(packageFolder(), 'bin', 'al2023.tar.br'));
			process.env['TMPDIR'] = before ?? tmpdir();
			return path.join(libraries, 'lib');
		};
		return { executablePath, unpackLibraries };
	} finally {
		if (before === undefined) delete process.env['TMPDIR'];
		else process.env['TMPDIR'] = before;
	}
}

/** The package's own description names folders of another machine; a browser that finds no font at all crashes. */
function describeFonts(home: string): string {
	const file = path.join(home, 'fonts.conf');
	const folders = [path.join(home, 'fonts'), '/usr/share/fonts'].map((folder) => `<dir>${folder}</dir>`);
	writeFileSync(
		file,
		`<?xml version="1.0"?><fontconfig>${folders.join('')}<cachedir>${home}/fonts-cache</cachedir></fontconfig>`,
	);
	return file;
}

function lacksLibraries(executable: string): boolean {
	return execFileSync('ldd', [executable], { encoding: 'utf8' }).includes('not found');
}
