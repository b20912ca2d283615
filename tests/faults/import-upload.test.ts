import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { password, servingProcess, soundVisitor, until } from '../demonstration.ts';
import { startInstallation, type Installation } from '../embedded.ts';
import type { Visitor } from '../http.ts';
import { openMailSink, type MailSink } from '../smtp.ts';

let sink: MailSink;
let installation: Installation;

beforeAll(async () => {
	sink = await openMailSink();
	installation = await startInstallation(sink.url);
});

afterAll(async () => {
	await installation?.portal.stop('SIGINT');
	await sink?.close();
	rmSync(installation?.folder, { recursive: true, force: true });
});

type Progress = { state: string; added: number; existing: number; refused: number };
const progress = async (): Promise<Progress> => {
	const [run] = await installation.query<Progress>(
		'select state, added::int, existing::int, refused::int from import_run order by id desc limit 1',
	);
	return run ?? { state: '', added: 0, existing: 0, refused: 0 };
};

async function enter(): Promise<Visitor> {
	const visitor = soundVisitor(installation.portal.origin);
	await visitor.loginAtDesk('admin@serialdesk.test', password);
	return visitor;
}

async function kill(): Promise<void> {
	process.kill(servingProcess(installation.portal), 'SIGKILL');
	await installation.portal.stop('SIGKILL');
}

test('kill -9 in the middle of an upload’s import, three times: every row is in once, every refusal is listed once', async () => {
	const rows = 40_000;
	// Every thousandth belongs to nobody.
	const row = (n: number) => `kessv2,CRASH-${n},${n % 1000 === 7 ? 'C9999' : 'C1001'}\n`;
	const body = `product,serial,customer\n${Array.from({ length: rows }, (_, n) => row(n)).join('')}`;
	const admin = await enter();
	const answer = await admin.postFiles('/desk/admin/import?/start', { kind: 'units', encoding: '' }, [
		{ field: 'file', name: 'units.csv', body },
	]);
	expect(answer).toMatchObject({ status: 303, location: '/desk/admin/import/1' });

	for (const share of [0, 0.1, 0.2]) {
		await until(async () => (await progress()).added > rows * share, `more than ${rows * share} rows in`, 60);
		expect((await progress()).state).toBe('running');
		await kill();
		await installation.startAgain();
	}
	await until(async () => (await progress()).state === 'finished', 'the import has ended', 120);

	expect(await progress()).toEqual({ state: 'finished', added: rows - 40, existing: 0, refused: 40 });
	const [count] = await installation.query(`
		select count(*)::int as rows, count(distinct bare_serial)::int as serials from unit where serial like 'CRASH-%'`);
	expect(count).toEqual({ rows: rows - 40, serials: rows - 40 });
	const report = await (await enter()).get('/desk/admin/import/1/refused.csv');
	expect(report.text.trim().split('\r\n')).toHaveLength(41);
	expect(await installation.query(`select from audit_entry where subject = 'import:1'`)).toHaveLength(2);
}, 300_000);
