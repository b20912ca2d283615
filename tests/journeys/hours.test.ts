import { expect, onTestFinished } from 'vitest';
import { mainOf, test, units, type Demonstration } from '../demonstration.ts';
import type { Visitor } from '../http.ts';

type Away = { kind?: string; branch?: string | null; startsIn: string; lasts: string };

/** A closure, of the Italian branch unless told otherwise, and its announcement called as it is in each language. */
async function announce(stage: Demonstration, called: string, away: Away): Promise<void> {
	const { kind = 'company_holiday', branch = 'italy', startsIn, lasts } = away;
	await stage.query(
		`with away as (
			insert into closure (kind, branch_id, starts_at, ends_at, created_at)
			select $2, (select id from branch where slug = $3), now() + $4::interval, now() + $4::interval + $5::interval, now()
			returning id, branch_id, ends_at
		), told as (
			insert into announcement (closure_id, branch_id, audience, shown_from, shown_until, letters_at, published_at, changed_at)
			select id, branch_id, 'nobody', now(), ends_at, now(), now(), now() from away
			returning id
		)
		insert into announcement_text (announcement_id, locale, title)
		select told.id, l.code, $1 || ' ' || l.code from told, unnest(array['en', 'it', 'fr', 'es', 'ru']) as l (code)`,
		[called, kind, branch, startsIn, lasts],
	);
	onTestFinished(() => withdrawAll(stage));
}

async function withdrawAll({ query }: Demonstration): Promise<void> {
	await query(`delete from closure`);
}

// Pages say what they know of the offices; a change is known within five seconds.
function shows(visitor: Visitor, path: string) {
	return expect.poll(async () => (await visitor.get(path)).text, { timeout: 30_000, interval: 250 });
}

test('the hours of every branch are open to the world, each in its own time', async ({ stage }) => {
	const page = mainOf((await stage.visitor().get('/hours')).text);
	expect(page).toMatch(/Alientech S\.r\.l\..*\+39 000 555 0100.*Italian and English.*08:30–12:30 14:00–18:00/);
	expect(page).toMatch(/SAS Alientech France.*French.*09:00–12:00 14:00–18:30/);
	expect(page).toMatch(/Alientech Iberica SLU.*Spanish.*10:00–14:00 15:00–19:00/);
	expect(page).not.toContain('Your time');
});

test('a customer sees his own branch first, in a zone of his own also by his clock', async ({ stage }) => {
	const french = mainOf((await (await stage.customer('C2001')).get('/hours')).text);
	expect(french.indexOf('SAS Alientech France')).toBeLessThan(french.indexOf('Alientech S.r.l.'));
	expect(french).not.toContain('Votre heure');
	const almaty = mainOf((await (await stage.customer('C4001')).get('/hours')).text);
	const opens = (zone: string) =>
		Temporal.Now.zonedDateTimeISO('Europe/Rome')
			.with({ hour: 8, minute: 30, second: 0, millisecond: 0 })
			.withTimeZone(zone)
			.toPlainTime()
			.toString({ smallestUnit: 'minute' });
	expect(almaty).toContain('Ваше время');
	expect(almaty).toContain(`${opens('Asia/Almaty')}–`);
});

test('every page of a customer says whether support is at work and leads to the hours', async ({ stage }) => {
	const customer = await stage.customer('C1001');
	for (const path of ['/tickets', '/new', '/units', '/profile'])
		expect((await customer.get(path)).text).toMatch(/<a href="\/hours"[^>]*>(Assistenza [^<]+)<\/a>/);
	expect((await stage.visitor().get('/terms')).text).not.toContain('Support opens');
});

test('a coming closure stands above every page of those whose branch it is, and among the hours; visitors read whose it is', async ({
	stage,
}) => {
	const customer = await stage.customer('C1001');
	await announce(stage, 'Inventario', { startsIn: '3 days', lasts: '2 hours' });
	await shows(customer, '/tickets').toMatch(/href="\/announcements#announcement-\d+"[^>]*>Inventario it</);
	expect(mainOf((await customer.get('/hours')).text)).toMatch(/Inventario it Chiusura aziendale/);
	expect((await (await stage.customer('C2001')).get('/tickets')).text).not.toContain('Inventario');
	await shows(stage.visitor(), '/login').toMatch(/Inventario en<.*Alientech S\.r\.l\./s);
	expect((await (await stage.staff('technician')).get('/desk/queue')).text).toContain('Inventario');
	expect((await (await stage.staff('technician.fr')).get('/desk/queue')).text).not.toContain('Inventario');
});

test('the most urgent announcement stands alone and says how many there are besides', async ({ stage }) => {
	const customer = await stage.customer('C1001');
	await announce(stage, 'Manutenzione', { kind: 'maintenance', branch: null, startsIn: '2 days', lasts: '1 hour' });
	await announce(stage, 'Ferie', { startsIn: '5 days', lasts: '3 days' });
	await announce(stage, 'Festa', { kind: 'public_holiday', startsIn: '10 days', lasts: '1 day' });
	await shows(customer, '/tickets').toContain('un altro avviso');
	const { text } = await customer.get('/tickets');
	expect(text).toContain('Manutenzione it');
	expect(text).not.toContain('Ferie it');
});

test('where a closure takes the place of a form, it is not told twice', async ({ stage }) => {
	const customer = await stage.customer('C1001');
	await announce(stage, 'Chiuso', { startsIn: '0', lasts: '2 hours' });
	await shows(customer, '/tickets').toMatch(/data-tone="warning".*Chiuso it/s);
	const { text } = await customer.get(units.italian);
	expect(text.replaceAll(/<script[\s\S]*?<\/script>/g, '').split('Chiuso it')).toHaveLength(2);
});
