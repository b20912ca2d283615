import { realpath, stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Kysely } from 'kysely';
import { install } from '../../installation/install.ts';
import type { Config } from '../config.server.ts';
import type { DB } from '../database/schema.generated.ts';
import { Obstacle } from '../obstacle.ts';
import { joinDatabase } from '../running.ts';
import { importBatch, inBatches, inImportTransaction, oneAhead } from '../importing/batching.ts';
import { encodingOf, isEncoding } from '../importing/decoding.ts';
import { kinds, type How, type Kind } from '../importing/kinds.ts';
import { readRows, type Source } from '../importing/reading-rows.ts';
import { isImportKind } from '../importing/run.ts';
import { Progress } from './importing-progress.ts';
import { Report } from './reporting-refusals.ts';

const usage = `Usage: serialdesk import customers|units|tickets FILE [options]

  FILE             CSV (comma, semicolon or tab) or JSON Lines (.jsonl, .ndjson); docs/import.md lists the columns
  --update         customers and units that exist take over what the file says
  --mail           customers who are new get a first password by mail
  --encoding NAME  of a file that is not UTF-8: windows-1252, windows-1251 …
  --report PATH    where the refused rows are listed, else FILE.refused.csv`;

/**
 * Brings in a maker's own data, as `serialdesk import customers|units|tickets FILE`. The process ends with 0 when every row is in,
 * 3 when some were refused, 2 when the command is wrong, 1 when it could not go on; begun again, it goes on where it stopped.
 */
export async function importFile(args: string[], config: Config): Promise<void> {
	const order = readOrder(args);
	if (typeof order === 'string') {
		console.error(order);
		process.exitCode = 2;
		return;
	}
	const source = await inspect(order);
	await using running = new AsyncDisposableStack();
	const db = await joinDatabase(config, running);
	await install(db, { demo: false, filesDirectory: config.storageDirectory });
	process.exitCode = await bringIn(db, source, order);
}

type Order = { kind: Kind; what: string; file: string; how: How; encoding: string | undefined; report: string };

/** What the arguments ask for, or the words that explain what is wrong with them. */
function readOrder(args: string[]): Order | string {
	const options = {
		update: { type: 'boolean' },
		mail: { type: 'boolean' },
		encoding: { type: 'string' },
		report: { type: 'string' },
		help: { type: 'boolean' },
	} as const;
	try {
		const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
		const [what = '', file = '', ...more] = positionals;
		const kind = isImportKind(what) ? kinds[what] : undefined;
		if (!kind || file === '' || more.length > 0 || values.help) return usage;
		const { update = false, mail: mails = false, encoding, report = `${file}.refused.csv` } = values;
		if (update && !kind.mayUpdate) return `Old ${what} are history: --update is for customers and units.`;
		if (mails && !kind.mayMail) return '--mail is for customers.';
		if (encoding !== undefined && !isEncoding(encoding)) return `There is no encoding "${encoding}".`;
		if (resolve(report) === resolve(file)) return 'The report would overwrite the file: name another with --report.';
		return { kind, what, file, how: { update, mails }, encoding, report };
	} catch (error) {
		return `${(error as Error).message}\n\n${usage}`;
	}
}

/** Looks at the file before anything is opened for it. */
async function inspect({ kind, file, encoding }: Order): Promise<Source> {
	const path = await realpath(file).catch(() => undefined);
	if (path === undefined || !(await stat(path)).isFile())
		throw new Obstacle(`${file} is not a file that can be read.`);
	const format = ['.jsonl', '.ndjson', '.json'].includes(extname(file).toLowerCase()) ? 'jsonl' : 'csv';
	return { file, name: file, encoding: encoding ?? (await encodingOf(file)), format, columns: kind.columns };
}

async function bringIn(db: Kysely<DB>, source: Source, { kind, what, how, report }: Order): Promise<number> {
	const progress = new Progress(what);
	const refusals = new Report(report);
	const stopping = stopAfterThisBatch();
	let finished = false;
	try {
		for await (const { rows, refused } of oneAhead(inBatches(readRows(source)))) {
			const imported = await inImportTransaction(db, (trx) =>
				importBatch(trx, rows, (inner, some) => kind.importRows(inner, some, how)),
			).catch(explainInterruption);
			const inOrder = [...refused, ...imported.refused].sort((one, other) => one.line - other.line);
			refusals.add(inOrder);
			progress.refuse(inOrder);
			progress.count(rows.length, imported);
			if (stopping.signal) break;
		}
		finished = true;
	} finally {
		refusals.close();
		progress.finish(report, stopping.signal, finished);
	}
	if (stopping.signal) return 130;
	return progress.refusedRows > 0 ? 3 : 0;
}

/** A lost connection is the operator's to mend; anything else is a bug and keeps its trace. */
function explainInterruption(error: unknown): never {
	const { code = '', message } = error as NodeJS.ErrnoException;
	if (!/^(E[A-Z]+|08...|57P..)$/.test(code) && !/^(Connection terminated|timeout exceeded)/.test(message)) throw error;
	throw new Obstacle(
		`The database was lost (${message}). Run the same command again: what is in stays and is skipped.`,
	);
}

/** The first Ctrl-C lets the rows at hand get in; the second ends the process, which loses nothing but these. */
function stopAfterThisBatch(): { signal?: NodeJS.Signals } {
	const obeyed: { signal?: NodeJS.Signals } = {};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => (obeyed.signal = signal));
	return obeyed;
}
