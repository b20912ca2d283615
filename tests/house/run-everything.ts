import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

type Sum = { passed: number; failed: number };
type VitestReport = { numPassedTests: number; numFailedTests: number; numFailedTestSuites: number; success: boolean };

const scratch = mkdtempSync(path.join(tmpdir(), 'serialdesk-run-'));
const sums = [
	staticChecks(),
	step('build', 'node', 'tests/built.ts'),
	step('bundle', 'node', 'tests/house/check-bundle.ts'),
	tests(),
];
rmSync(scratch, { recursive: true, force: true });
const passed = sums.reduce((sum, part) => sum + part.passed, 0);
const failed = sums.reduce((sum, part) => sum + part.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function staticChecks(): Sum {
	const { status, stdout } = spawnSync(path.resolve('bin/check'), {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
		maxBuffer: 1e8,
	});
	process.stdout.write(stdout);
	const [, good, bad] = /(\d+) checks passed, (\d+) failed\s*$/.exec(stdout) ?? [];
	if (good === undefined) return { passed: 0, failed: 1 };
	return { passed: Number(good), failed: Math.max(Number(bad), status === 0 ? 0 : 1) };
}

function step(name: string, command: string, ...parameters: string[]): Sum {
	const begun = Date.now();
	const { status, stdout, stderr } = spawnSync(command, parameters, { encoding: 'utf8', maxBuffer: 1e8 });
	const good = status === 0;
	console.log(
		`  ${good ? 'ok    ' : 'FAILED'}  ${name.padEnd(12)} ${String(Math.round((Date.now() - begun) / 1000)).padStart(3)} s`,
	);
	if (!good) console.log(stdout + stderr);
	return good ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** A file that could not even be loaded, or an error outside every test, counts as one failure. */
function tests(): Sum {
	const outcome = path.join(scratch, 'tests.json');
	const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${outcome}`];
	const { status } = spawnSync('vitest', ['run', ...reporters, ...process.argv.slice(2)], { stdio: 'inherit' });
	if (!existsSync(outcome)) return { passed: 0, failed: 1 };
	const report = JSON.parse(readFileSync(outcome, 'utf8')) as VitestReport;
	const silent = report.numFailedTests === 0 && (status !== 0 || !report.success) ? 1 : 0;
	return { passed: report.numPassedTests, failed: report.numFailedTests + silent };
}
