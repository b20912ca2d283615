import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { connect, disconnect } from '../../src/database/connection.ts';
import { startEmbedded } from '../../src/database/embedded.ts';
import { migrate } from '../../src/database/migrating.ts';
import { report } from './sources.ts';

// The types of the tables, read from a database that the migrations have just made.

const place = 'src/database/schema.generated.ts';
const scratch = mkdtempSync(path.join(tmpdir(), 'serialdesk-schema-'));
const checking = process.argv.includes('--check');
const output = checking ? path.join(scratch, 'schema.ts') : place;

const cluster = await startEmbedded({
	directory: path.join(scratch, 'postgres'),
	settings: { fsync: 'off' },
	sync: false,
});
await migrate(connect(cluster.url, 2), cluster.url);
await disconnect();
const types = ['--numeric-parser', 'number', '--date-parser', 'string', '--type-mapping', '{"int8":"number"}'];
const parameters = [
	'--dialect',
	'postgres',
	'--url',
	cluster.url,
	'--out-file',
	output,
	'--include-pattern',
	'public.*',
	...types,
];
execFileSync('kysely-codegen', parameters, { stdio: 'pipe' });
await cluster.stop('SIGQUIT');
const current = readFileSync(output, 'utf8') === readFileSync(place, 'utf8');
rmSync(scratch, { recursive: true, force: true });
report(current ? [] : [`${place} is out of date: run bin/schema.`]);
