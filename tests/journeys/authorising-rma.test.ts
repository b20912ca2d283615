import { afterAll, beforeAll, describe, expect } from 'vitest';
import { enterDesk, openBrowser, tabTo, troublesOf, visit, type Browser, type Page } from '../browser.ts';
import { mainOf, openTicket, password, test, units, type Demonstration } from '../demonstration.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

/** A technician at his browser, to which no script comes. */
async function enter({ portal }: Demonstration): Promise<Page> {
	const page = await visit(browser, portal.origin, { javaScript: false });
	await enterDesk(page, 'technician@serialdesk.test', password);
	return page;
}

const unitOf = async ({ query }: Demonstration, serial: string) =>
	(await query<{ id: string }>('select id from unit where serial = $1', [serial]))[0]!.id;

/** A form that is right but for what the test gives: the Russian customer’s K-TAG, in warranty. */
async function formOf(stage: Demonstration, fields: Record<string, string | string[]> = {}) {
	const item = await unitOf(stage, 'KTM-8P61-1306');
	const ends = { sender: 'C4001', branch: 'italy', shown: 'italy C4001' };
	const terms = { warranty: 'yes', days: '30', instructions: 'Упакуйте хорошо.' };
	return { key: `form-${crypto.randomUUID()}`, item, ...ends, ...terms, search: '', ...fields };
}

const rmasOf = ({ query }: Demonstration, ticket: number) =>
	query<{ number: number; customer: string; instructions: string }>(
		`select r.number, c.code as customer, r.instructions from rma as r join customer as c on c.id = r.customer_id
		where r.ticket_number = $1 order by r.number`,
		[ticket],
	);

test('with the keyboard and without a script a technician authorises from the ticket, and the customer reads of it in his language', async ({
	stage,
}) => {
	const customer = await stage.customer('C6001');
	const number = await openTicket(customer, '/new/kessv2/K2M-6D18-0349');
	const page = await enter(stage);
	await page.goto(`/desk/tickets/${number}`);
	await tabTo(page, `a[href="/desk/tickets/${number}/rma"]`);
	await page.keyboard.press('Enter');
	await page.waitForURL('**/rma');
	expect(await page.locator('[data-serial="K2M-6D18-0349"] input[name="item"]').first().isChecked()).toBe(true);
	expect(await page.locator('[name="instructions"]').inputValue()).toContain('Упакуйте прибор');
	await tabTo(page, '[name="warranty"]');
	await page.keyboard.press('Space');
	await tabTo(page, 'form[action="?/authorise"] button.primary');
	await page.keyboard.press('Enter');
	await page.waitForURL(/#rma-\d+$/);
	const [rma] = await rmasOf(stage, number);
	expect(await page.locator('aside [data-rma]').getAttribute('data-rma')).toBe(String(rma!.number));

	const letter = await stage.sink.waitFor(
		(mail) => mail.envelope.to.includes('serviss@diesel-baltvalde.test') && mail.text.includes(`RMA ${rma!.number}`),
		30,
	);
	expect(letter.text).toContain('Поддержка разрешила отправку.');
	const ticket = (await customer.get(`/tickets/${number}`)).text;
	expect(ticket).toContain(`href="/rma/${rma!.number}"`);
	expect(mainOf(ticket)).toMatch(/Заполните форму до \d\d\.\d\d\.\d{4}/);
	expect(troublesOf(page)).toEqual([]);
});

describe('the form', () => {
	test('proposes the words of the branch in the sender’s language, and says which that is', async ({ stage }) => {
		const number = await openTicket(await stage.customer('C4001'), units.russian);
		const { text } = await (await stage.staff('technician')).get(`/desk/tickets/${number}/rma`);
		expect(text).toContain('Упакуйте прибор');
		expect(mainOf(text)).toContain('Lingua: russo.');
	});

	test('of a double click makes one RMA', async ({ stage }) => {
		const number = await openTicket(await stage.customer('C4001'), '/new/kessv2/K2M-6B92-2051');
		const technician = await stage.staff('technician');
		const form = await formOf(stage, { item: await unitOf(stage, 'K2M-6B92-2051') });
		const answers = await Promise.all(
			[form, form].map((each) => technician.post(`/desk/tickets/${number}/rma?/authorise`, each)),
		);
		expect(answers.map(({ status }) => status)).toEqual([303, 303]);
		expect(await rmasOf(stage, number)).toMatchObject([{ customer: 'C4001', instructions: 'Упакуйте хорошо.' }]);
	});

	test('says at a unit that it is on its way, with the RMA, and keeps what was typed', async ({ stage }) => {
		const number = await openTicket(await stage.customer('C4001'), units.russian);
		const technician = await stage.staff('technician');
		const address = `/desk/tickets/${number}/rma?/authorise`;
		expect((await technician.post(address, await formOf(stage))).status).toBe(303);
		const [rma] = await rmasOf(stage, number);
		const again = await technician.post(address, await formOf(stage, { days: '17', instructions: 'Осторожно.' }));
		expect(again.status).toBe(409);
		expect(again.text).toContain('id="item-error"');
		expect(again.text).toContain(`href="/desk/rma/${rma!.number}"`);
		expect(again.text).toContain('value="17"');
		expect(again.text).toContain('Осторожно.');
		expect(await rmasOf(stage, number)).toHaveLength(1);
	});

	test.for([
		[{ warranty: [] }, 'warranty'],
		[{ days: '0' }, 'days'],
		[{ days: '181' }, 'days'],
		[{ days: 'ten' }, 'days'],
		[{ item: [] }, 'item'],
		[{ instructions: 'x'.repeat(4001) }, 'instructions'],
	] as [Record<string, string | string[]>, string][])(
		'is refused with %o, at that field, and what was typed stays',
		async ([fields, wrong], { stage }) => {
			const number = await openTicket(await stage.customer('C4001'), units.russian);
			const form = await formOf(stage, { search: 'K2M-typed', ...fields });
			const { status, text } = await (
				await stage.staff('technician')
			).post(`/desk/tickets/${number}/rma?/authorise`, form);
			expect(status).toBe(400);
			expect(text).toContain(`id="${wrong}-error"`);
			expect(text).toContain('value="K2M-typed"');
			expect(await rmasOf(stage, number)).toEqual([]);
		},
	);

	test('tells that an expired subscription is no matter in warranty', async ({ stage }) => {
		await stage.query(`update product set subscription_policy = 'block' where slug = 'ecm-titanium'`);
		await stage.query(`update unit set subscription_until = '2020-01-01' where serial = 'ECM-19H7-1754'`);
		const number = await openTicket(await stage.customer('C5001'), '/new/data-bank');
		const technician = await stage.staff('technician');
		const item = await unitOf(stage, 'ECM-19H7-1754');
		const ends = { item, sender: 'C5001', shown: 'italy C5001' };
		const address = `/desk/tickets/${number}/rma?/authorise`;
		const refused = await technician.post(address, await formOf(stage, { ...ends, warranty: 'no' }));
		expect(refused.status).toBe(403);
		expect(mainOf(refused.text)).toContain('In garanzia l’unità può essere spedita comunque.');
		expect((await technician.post(address, await formOf(stage, ends))).status).toBe(303);
	});

	test('finds further units by serial number and keeps what is ticked and typed', async ({ stage }) => {
		await stage.query(
			`insert into unit (product, serial, customer_id) select 'kessv2', 'KX-' || n, c.id
			from customer as c, generate_series(1001, 1040) as n where c.code = 'C5001'`,
		);
		const number = await openTicket(await stage.customer('C5001'), '/new/data-bank');
		const page = await enter(stage);
		await page.goto(`/desk/tickets/${number}/rma`);
		await page.locator('[data-serial="KX-1001"] input[name="item"]').first().check();
		await page.locator('[name="warranty"][value="no"]').check();
		await page.locator('[name="search"]').fill('x1040');
		await page.keyboard.press('Enter');
		await page.locator('[data-serial="KX-1040"] input[name="item"]').first().check();
		expect(await page.locator('[data-serial]').count()).toBe(2);
		expect(await page.locator('[data-serial="KX-1001"] input[name="item"]').first().isChecked()).toBe(true);
		expect(await page.locator('[name="warranty"][value="no"]').isChecked()).toBe(true);
		await page.locator('form[action="?/authorise"] button.primary').click();
		await page.waitForURL(/#rma-\d+$/);
		const [rma] = await rmasOf(stage, number);
		expect(await stage.query('select from rma_item where rma_number = $1', [rma!.number])).toHaveLength(2);
	});

	test('comes back with the words of another branch when nobody has touched those of the first', async ({ stage }) => {
		await stage.query(
			`update branch set shipping_instructions = '{"en": "To Spain.", "it": "In Spagna."}', shipping_address = '' where slug = 'spain'`,
		);
		const number = await openTicket(await stage.customer('C1001'), '/new/data-bank');
		const page = await enter(stage);
		await page.goto(`/desk/tickets/${number}/rma`);
		expect(await page.locator('main').innerText()).toContain('Manca l’indirizzo di spedizione');
		await page.locator('[data-serial="ECM-19C4-2207"] input[name="item"]').first().check();
		await page.locator('[name="branch"][value="spain"]').check();
		await page.locator('[name="warranty"][value="yes"]').check();
		await page.locator('form[action="?/authorise"] button.primary').click();
		await page.locator('#instructions-error').waitFor();
		expect(await page.locator('[name="instructions"]').inputValue()).toBe('In Spagna.');
		expect(await rmasOf(stage, number)).toEqual([]);
		await page.locator('form[action="?/authorise"] button.primary').click();
		await page.waitForURL(/#rma-\d+$/);
		expect(await rmasOf(stage, number)).toMatchObject([{ instructions: 'In Spagna.' }]);
		// It goes to a branch that is not his: on the ticket it is a number and a state.
		expect(await page.locator('aside [data-rma] a').count()).toBe(0);
	});
});

test('a Master who sees the ticket of his Slave reads number and state there, and gets no way to the form', async ({
	stage,
}) => {
	await stage.query(
		`insert into delegation (unit_id, master_id, may_view, may_reply, may_close, changed_at)
		select u.id, u.master_id, true, false, false, now() from unit as u where u.serial = 'K2S-6H13-0571'`,
	);
	const slave = await stage.customer('C2001');
	const number = await openTicket(slave, units.slave);
	const item = await unitOf(stage, 'K2S-6H13-0571');
	const form = await formOf(stage, { item, sender: 'C2001', branch: 'france', shown: 'france C2001' });
	const technician = await stage.staff('technician.fr');
	expect((await technician.post(`/desk/tickets/${number}/rma?/authorise`, form)).status).toBe(303);
	const [rma] = await rmasOf(stage, number);
	const master = (await (await stage.customer('C1001')).get(`/tickets/${number}`)).text;
	expect(master).toContain(`data-rma="${rma!.number}"`);
	expect(master).not.toContain(`/rma/${rma!.number}`);
	expect((await slave.get(`/tickets/${number}`)).text).toContain(`href="/rma/${rma!.number}"`);
});
