import { expect, test } from 'vitest';
import { statementOf } from './statements.ts';

const read = ['select 1', 'with recent as (select 1) select * from recent', 'select updated_at, "deletes" from ticket'];
const more = [
	'insert into t values (1)',
	'update t set n = 1',
	'with gone as (delete from t returning n) select n from gone',
	'with "new" as (insert into t values (1) returning n) select n from "new"',
	'select n from t for update skip locked',
	'select n from t for no key update',
	'select n from t for key share',
	'select pg_try_advisory_lock(1)',
	'select pg_advisory_unlock(1)',
	`select set_config('role', 'x', false)`,
	`select pg_notify('x', '')`,
	'begin',
	'set role x',
];

test('what only reads is told from what writes, locks or changes a session', () => {
	expect(read.filter((text) => !statementOf(text).onlyReads)).toEqual([]);
	expect(more.filter((text) => statementOf(text).onlyReads)).toEqual([]);
});

test('what reads has a name, always the same, that no other text has', () => {
	expect(new Set(read.map((text) => statementOf(text).name)).size).toBe(read.length);
	expect(statementOf('select 1')).toEqual(statementOf('select 1'));
	expect(statementOf('begin').name).toBe(undefined);
});
