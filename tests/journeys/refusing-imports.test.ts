import { expect } from 'vitest';
import { mainOf, test, until, type Demonstration } from '../demonstration.ts';
import type { Visitor } from '../http.ts';

const path = '/desk/admin/import?/start';
const csv = 'code,company,email,country\nI1,Workshop,a@workshop.example,IT\n';

function start(visitor: Visitor, body: string | Uint8Array, fields: Record<string, string> = {}, name = 'some.csv') {
	const files = [{ field: 'file', name, body }];
	return visitor.postFiles(path, { kind: 'customers', encoding: '', ...fields }, files);
}

const runs = async ({ query }: Demonstration) =>
	(await query<{ runs: number }>('select count(*)::int as runs from import_run'))[0]?.runs;
const waitingFiles = ({ stored }: Demonstration) => stored().filter((file) => file.includes('/imports/'));

test.beforeAll(async ({ stage }) => {
	await stage.query(`update staff set role = 'auditor' where email = 'technician.fr@serialdesk.test'`);
});

test('only an administrator starts an import; an auditor reads what was imported', async ({ stage }) => {
	const door = `/desk/login?to=${encodeURIComponent('/desk/admin/import')}&unsent`;
	expect(await start(stage.visitor(), csv)).toMatchObject({ status: 303, location: door });
	for (const visitor of [
		await stage.customer('C1001'),
		await stage.staff('technician'),
		await stage.staff('supervisor'),
		await stage.staff('technician.fr'),
	])
		expect((await start(visitor, csv)).status).toBe(403);
	expect(await runs(stage)).toBe(0);
	expect(waitingFiles(stage)).toEqual([]);

	const auditor = await stage.staff('technician.fr');
	const page = await auditor.get('/desk/admin/import');
	expect(page.status).toBe(200);
	expect(page.text).not.toContain('type="file"');
	for (const address of ['/desk/admin/import', '/desk/admin/audit', '/desk/admin/audit.csv'])
		expect((await (await stage.staff('supervisor')).get(address)).status).toBe(403);
});

test('a file that is none of ours is refused with the reason, and nothing of it stays', async ({ stage }) => {
	const admin = await stage.staff('admin');
	const bad: [string, string | Uint8Array, Record<string, string>, number][] = [
		['an empty file', '', {}, 400],
		['one line of 20 MB', 'x'.repeat(20_000_000), {}, 400],
		['NUL in the columns', csv.replace('code', 'co\0de'), {}, 400],
		['UTF-16 without its mark', Buffer.from(csv, 'utf16le'), {}, 400],
		['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), {}, 400],
		['columns of another kind', csv, { kind: 'units' }, 400],
		['a kind that is none', csv, { kind: 'staff' }, 400],
		['an encoding that is none', csv, { encoding: 'utf-7' }, 400],
		['a field of nobody', csv, { account_id: '1' }, 400],
		['tickets that overwrite', csv, { kind: 'tickets', overwrites: 'on' }, 400],
	];
	for (const [what, body, fields, status] of bad)
		expect(`${what}: ${(await start(admin, body, fields)).status}`).toBe(`${what}: ${status}`);
	expect((await start(admin, csv, {}, '../../etc/passwd')).status).toBe(400);
	expect((await admin.postFiles(path, { kind: 'customers' }, [])).status).toBe(400);
	expect((await admin.post(path, { kind: 'customers' })).status).toBe(400);
	expect(await runs(stage)).toBe(0);
	expect(waitingFiles(stage)).toEqual([]);
	const page = await start(admin, 'code,company\nI1,x\n', { encoding: 'windows-1251' });
	expect(mainOf(page.text)).toContain('Missing in the first line: email, country');
	expect(page.text).toMatch(/value="windows-1251" selected/);
});

test('UTF-16 with its mark is read; NUL and formulas in a row are refused and neutralised', async ({ stage }) => {
	const admin = await stage.staff('admin');
	const rows = `${csv}I2,Work\0shop,a@workshop.example,IT\nI3,Workshop,=cmd|calc,IT\n`;
	const { location } = await start(admin, Buffer.from(`\uFEFF${rows}`, 'utf16le'));
	await until(
		async () => /data-state="finished"/.test((await admin.get(location ?? '')).text),
		'the import has ended',
	);
	const report = await admin.get(`${location}/refused.csv`);
	expect(report.headers.get('content-disposition')).toContain('attachment');
	expect(report.text.split('\r\n').slice(1, 3)).toEqual([
		'3,company,Work\\u0000shop,holds the control character U+0000',
		"4,email,'=cmd|calc,is not an e-mail address",
	]);
	expect(waitingFiles(stage)).toEqual([]);
	expect((await admin.post(`${location}?/cancel`)).status).toBe(409);
});

test('a run that is none is not found, whatever is in the address', async ({ stage }) => {
	const admin = await stage.staff('admin');
	for (const id of ['999', '0', '-1', '1.5', 'x', '99999999999999999999', '1%00'])
		expect(`${id} ${(await admin.get(`/desk/admin/import/${id}`)).status}`).toMatch(/ 40[04]$/);
	expect((await admin.post('/desk/admin/import/999?/cancel')).status).toBe(404);
});

test('the audit log is filtered by its address, checked by a button, and given as CSV', async ({ stage }) => {
	const auditor = await stage.staff('technician.fr');
	await stage.query(`insert into audit_entry (who, address, action, subject, after, previous_hash, hash)
		select '=cmd|calc', '192.0.2.1', 'staff-left', 'staff:x@maker.example', '{"role": "technician"}', sha256(''), sha256('')`);
	const page = await auditor.get('/desk/admin/audit?action=staff-left&subject=x%40maker');
	expect(page.text.match(/data-entry=/g)).toHaveLength(1);
	expect((await auditor.get('/desk/admin/audit?action=staff-left&address=203.')).text).not.toContain('data-entry=');
	const file = await auditor.get('/desk/admin/audit.csv?action=staff-left');
	expect(file.headers.get('content-type')).toContain('text/csv');
	const [head = '', line = ''] = file.text.split('\r\n');
	expect(head.replace('\uFEFF', '')).toBe('entry,time,person,address,action,subject,before,after,fingerprint');
	expect(line).toContain(`Z,'=cmd|calc,192.0.2.1,staff-left,staff:x@maker.example,,"{""role"":""technician""}",`);
	const checked = await auditor.post('/desk/admin/audit?/verify');
	expect(mainOf(checked.text)).toContain('La chaîne est intacte');
});
