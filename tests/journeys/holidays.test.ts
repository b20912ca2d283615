import { describe, expect } from 'vitest';
import { mainOf, test, type Demonstration } from '../demonstration.ts';

const page = '/desk/admin/closures/holidays';
const nextYear = new Date().getFullYear() + 1;
const nextYears = (branch: string) => `branch=${branch}&year=${nextYear}`;

/** The days on a page that can be chosen, and those that are. */
function boxesOn(html: string) {
	const boxes = [...html.matchAll(/<input type="checkbox" name="date" value="([\d-]+)"([^>]*)>/g)];
	const open = boxes.filter(([, , rest]) => !rest?.includes('disabled'));
	return {
		all: boxes.map(([, date]) => date ?? ''),
		open: open.map(([, date]) => date ?? ''),
		ticked: open.filter(([, , rest]) => rest?.includes('checked')).map(([, date]) => date ?? ''),
	};
}

function standing({ query }: Demonstration, branch: string) {
	return query<{ id: string; holiday: string; title: string }>(
		`select k.id, k.holiday::text as holiday, x.title from closure as k
		join branch as b on b.id = k.branch_id and b.slug = $1
		join announcement as a on a.closure_id = k.id
		join announcement_text as x on x.announcement_id = a.id and x.locale = 'en'
		where k.cancelled_at is null order by k.holiday`,
		[branch],
	);
}

describe('the public holidays of a branch', () => {
	test('are proposed for a year, chosen without a script, and announced to customers when they are accepted', async ({
		stage,
	}) => {
		const admin = await stage.staff('admin');
		const { all, open, ticked } = boxesOn((await admin.get(`${page}?${nextYears('france')}`)).text);
		expect(all.length).toBe(11);
		expect(open).toEqual(all);
		expect(ticked.length).toBeGreaterThan(6);
		const chosen = [`${nextYear}-07-14`, `${nextYear}-12-25`];
		const accepted = await admin.post(`${page}?/accept&${nextYears('france')}`, { date: chosen });
		expect(accepted).toMatchObject({ status: 303, location: `${page}?${nextYears('france')}&done=2` });
		const shown = (await admin.get(accepted.location ?? '')).text;
		expect(mainOf(shown)).toContain('2 days accepted and announced.');
		expect(boxesOn(shown).open).toEqual(all.filter((date) => !chosen.includes(date)));
		const closures = await standing(stage, 'france');
		expect(closures.map(({ holiday }) => holiday)).toEqual(chosen);
		for (const { id } of closures) expect(shown).toContain(`href="/desk/admin/closures/${id}"`);
		const customer = await stage.customer('C2001');
		expect(mainOf((await customer.get('/announcements')).text)).toContain('Noël');
		expect(mainOf((await (await stage.customer('C1001')).get('/announcements')).text)).not.toContain('Noël');
	});

	test('that fall on a day without office hours are not ticked', async ({ stage }) => {
		const admin = await stage.staff('admin');
		const { open, ticked } = boxesOn((await admin.get(`${page}?${nextYears('italy')}`)).text);
		const isWeekend = (date: string) => [0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay());
		expect(open.filter((date) => !ticked.includes(date))).toEqual(open.filter(isWeekend));
		expect(open.some(isWeekend)).toBe(true);
	});

	test('are not accepted twice, nor none, nor any other day: the page comes back with what was chosen', async ({
		stage,
	}) => {
		const admin = await stage.staff('admin');
		const post = (date: string[]) => admin.post(`${page}?/accept&${nextYears('spain')}`, { date });
		const [epiphany, navidad] = [`${nextYear}-01-06`, `${nextYear}-12-25`];
		expect((await post([navidad])).status).toBe(303);
		const twice = await post([epiphany, navidad]);
		expect(twice.status).toBe(409);
		expect(mainOf(twice.text)).toContain('has been accepted in the meantime');
		expect(boxesOn(twice.text).ticked).toEqual([epiphany]);
		const none = await post([]);
		expect(none.status).toBe(400);
		expect(mainOf(none.text)).toContain('Choose at least one day.');
		for (const other of [`${nextYear}-03-03`, `${nextYear}-12-26`, 'tomorrow'])
			expect(`${other} ${(await post([other])).status}`).toBe(`${other} 400`);
		const surplus = { date: [epiphany], kind: 'maintenance' };
		expect((await admin.post(`${page}?/accept&${nextYears('spain')}`, surplus)).status).toBe(400);
		expect((await standing(stage, 'spain')).map(({ holiday }) => holiday)).toEqual([navidad]);
	});

	test('are read by whoever inspects, accepted by administrators alone, and closed to everybody else', async ({
		stage,
	}) => {
		const post = { date: [`${nextYear}-12-25`] };
		const [technician, supervisor] = [await stage.staff('technician'), await stage.staff('supervisor')];
		for (const visitor of [technician, supervisor, await stage.customer('C1001')]) {
			expect((await visitor.get(page)).status).toBe(403);
			expect((await visitor.post(`${page}?/accept&${nextYears('italy')}`, post)).status).toBe(403);
		}
		expect((await stage.visitor().get(page)).location).toMatch(/^\/desk\/login/);
		expect(await standing(stage, 'italy')).toEqual([]);
		await stage.query(`update staff set role = 'auditor' where email = 'supervisor@serialdesk.test'`);
		const { text } = await (await stage.staff('supervisor')).get(`${page}?${nextYears('italy')}`);
		expect(text).toContain(`data-date="${nextYear}-12-25"`);
		expect(/<main[\s\S]*<\/main>/.exec(text)?.[0]).not.toContain('<form');
	});

	test('of a branch or a year that is none are not found', async ({ stage }) => {
		const admin = await stage.staff('admin');
		for (const query of ['branch=rome', `branch=italy&year=${nextYear + 1}`, 'year=nonsense'])
			expect(`${query} ${(await admin.get(`${page}?${query}`)).status}`).toBe(`${query} 404`);
	});

	test('are proposed wherever a branch is', async ({ stage }) => {
		const admin = await stage.staff('admin');
		const abroad = [
			['KZ', 'Asia/Almaty'],
			['IN', 'Asia/Kolkata'],
			['BR', 'America/Sao_Paulo'],
		];
		for (const [country = '', zone] of abroad) {
			await stage.query(
				`insert into branch (slug, legal_name, country, time_zone, languages) values ($1, $2, $3, $4, array['en'])`,
				[`office-${country.toLowerCase()}`, `Office ${country}`, country, zone],
			);
			const address = `${page}?${nextYears(`office-${country.toLowerCase()}`)}`;
			await expect
				.poll(async () => boxesOn((await admin.get(address)).text).all.length, { timeout: 15_000, interval: 500 })
				.toBeGreaterThan(4);
		}
		await stage.query(`delete from branch where slug like 'office-%'`);
	});
});
