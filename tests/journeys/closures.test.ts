import { expect, onTestFinished } from 'vitest';
import { mainOf, openTicket, test, units, type Demonstration } from '../demonstration.ts';
import type { Visitor } from '../http.ts';

/** The Italian branch is away from this moment on, as the announcement says. */
async function goAway({ query }: Demonstration): Promise<void> {
	await query(`
		with away as (
			insert into closure (kind, branch_id, starts_at, ends_at, created_at)
			select 'company_holiday', id, now(), now() + interval '2 hours', now() from branch where slug = 'italy'
			returning id, branch_id, ends_at
		), told as (
			insert into announcement (closure_id, branch_id, audience, shown_from, shown_until, letters_at, published_at, changed_at)
			select id, branch_id, 'nobody', now(), ends_at, now(), now(), now() from away
			returning id
		)
		insert into announcement_text (announcement_id, locale, title)
		select told.id, l.code, 'Inventario ' || l.code from told, unnest(array['en', 'it', 'fr', 'es', 'ru']) as l (code)
	`);
	onTestFinished(() => comeBack({ query } as Demonstration));
}

async function comeBack({ query }: Demonstration): Promise<void> {
	await query(`delete from closure`);
}

// Pages say what they know of the offices; a closure is known within five seconds.
function shows(visitor: Visitor, path: string) {
	return expect.poll(async () => (await visitor.get(path)).text, { timeout: 30_000, interval: 250 });
}

test('a branch closes while a customer writes: he is told until when, and his words and files come back when it opens', async ({
	stage,
}) => {
	const customer = await stage.customer('C1001');
	expect((await customer.get(units.italian)).text).toContain('name="subject"');
	await goAway(stage);
	const files = [{ field: 'file.tool-log', name: 'lettura.log', body: 'quaranta per cento' }];
	const refused = await customer.postFiles(`${units.italian}?/open`, { subject: 'Si ferma al 40 %' }, files);
	expect(refused.status).toBe(423);
	expect(mainOf(refused.text)).toContain('Inventario it');
	expect(refused.text).not.toContain('name="subject"');
	await comeBack(stage);
	await shows(customer, units.italian).toContain('value="Si ferma al 40 %"');
	const offered = (await customer.get(units.italian)).text;
	expect(offered).toContain('lettura.log');
	expect(await openTicket(customer, units.italian, { subject: 'Si ferma al 40 %' })).toBeGreaterThan(1000);
});

test('while a branch is closed its customers read and close, but send nothing; everybody else and support work on', async ({
	stage,
}) => {
	const customer = await stage.customer('C1001');
	const number = await openTicket(customer, units.italian);
	await goAway(stage);
	await shows(customer, `/tickets/${number}`).toContain('Inventario it');
	const closed = (await customer.get(`/tickets/${number}`)).text;
	expect(closed).not.toContain('name="message"');
	expect(closed).not.toContain('href="#reply"');
	expect(mainOf(closed)).not.toContain('bozza');
	const refused = await customer.post(`/tickets/${number}?/reply`, { message: 'Ancora niente.' });
	expect(refused.status).toBe(423);
	expect(mainOf(refused.text)).toContain('conservati come bozza');
	const technician = await stage.staff('technician');
	await technician.post(`/desk/tickets/${number}?/take`);
	expect((await technician.post(`/desk/tickets/${number}?/reply`, { message: 'Domani.' })).status).toBe(303);
	expect((await customer.post(`/tickets/${number}?/close`, { solution: '' })).status).toBe(303);
	const french = await stage.customer('C2001');
	expect(await openTicket(french, units.slave)).toBeGreaterThan(number);
	await comeBack(stage);
	await shows(customer, `/tickets/${number}`).toContain('Ancora niente.');
});

test('what is announced for a branch is shown to its customers and to visitors, not to those of another', async ({
	stage,
}) => {
	await goAway(stage);
	await shows(stage.visitor(), '/announcements').toContain('Inventario en');
	expect((await (await stage.customer('C1001')).get('/announcements')).text).toContain('Inventario it');
	expect((await (await stage.customer('C2001')).get('/announcements')).text).not.toContain('Inventario');
});
