import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { mainOf, openTicket, test, units } from '../demonstration.ts';
import type { Answer } from '../http.ts';

describe('a double click', () => {
	test('opens one ticket, and both posts are led to it', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const fields = { subject: 'Clicked twice', key: randomUUID() };
		const post = () => customer.postFiles(`${units.english}?/open`, fields, []);
		const answers = await Promise.all([post(), post(), post(), post()]);
		expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
		expect(new Set(answers.map(({ location }) => location)).size).toBe(1);
		expect(await stage.query(`select 1 from ticket where subject = 'Clicked twice'`)).toHaveLength(1);
	});

	test('with a file opens one ticket that has the file', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const key = randomUUID();
		const files = [{ field: 'file.tool-log', name: 'read.log', body: 'log' }];
		const post = () => customer.postFiles(`${units.english}?/open`, { subject: 'Clicked with file', key }, files);
		const [one, other] = await Promise.all([post(), post()]);
		expect([one.status, other.status, one.location]).toEqual([303, 303, other.location]);
		const rows = await stage.query(
			`select ma.attachment_id from ticket t join message m on m.ticket_number = t.number
			join message_attachment ma on ma.message_id = m.id where t.subject = 'Clicked with file'`,
		);
		expect(rows).toHaveLength(1);
	});

	test('replies once, closes once, notes once', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const technician = await stage.staff('technician');
		const number = await openTicket(customer, units.english);
		const reply = { message: 'Said once', key: randomUUID() };
		const note = { note: 'Noted once', key: randomUUID() };
		await both(() => customer.post(`/tickets/${number}?/reply`, reply));
		await both(() => technician.post(`/desk/tickets/${number}?/note`, note));
		const close = { solution: '', key: randomUUID() };
		const closes = await both(() => customer.post(`/tickets/${number}?/close`, close));
		expect(statuses(closes)).toEqual([303, 303]);
		const rows = await stage.query(`select kind from message where ticket_number = $1 order by id`, [number]);
		expect(rows.map(({ kind }) => kind).sort()).toEqual(['customer', 'customer', 'note']);
		const closed = await stage.query(`select 1 from ticket_event where ticket_number = $1 and kind = 'closed'`, [
			number,
		]);
		expect(closed).toHaveLength(1);
	});
});

describe('a technician who presses twice', () => {
	test('has one ticket from the queue, and is led to it by both', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		for (let count = 0; count < 2; count++) await openTicket(customer, units.english);
		const technician = await stage.staff('technician');
		const key = randomUUID();
		const answers = await both(() => technician.post('/desk/queue?/next', { key }));
		expect(statuses(answers)).toEqual([303, 303]);
		expect(answers[0]?.location).toBe(answers[1]?.location);
	});

	test('is led to the ticket that is his already', async ({ stage }) => {
		const number = await openTicket(await stage.customer('C5001'), units.english);
		const technician = await stage.staff('technician');
		const takes = await both(() => technician.post('/desk/queue?/take', { number: String(number) }));
		expect(statuses(takes)).toEqual([303, 303]);
		const taken = await stage.query(`select 1 from ticket_event where ticket_number = $1 and kind = 'taken'`, [
			number,
		]);
		expect(taken).toHaveLength(1);
	});
});

describe('two technicians at the same moment', () => {
	test('take one ticket: one has it, the other is told by whom', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const [elisa, dario] = [await stage.staff('technician'), await stage.staff('supervisor')];
		for (const place of ['ticket', 'queue', 'ticket', 'queue'] as const) {
			const number = await openTicket(customer, units.english);
			const take = { ticket: `/desk/tickets/${number}?/take`, queue: '/desk/queue?/take' }[place];
			const answers = await Promise.all([elisa, dario].map((one) => one.post(take, { number: String(number) })));
			expect(statuses(answers)).toEqual([303, 409]);
			const winner = answers[0]?.status === 303 ? 'Elisa Marandoni' : 'Dario Festarini';
			expect(mainOf(answers.find(({ status }) => status === 409)?.text ?? '')).toContain(winner);
			const taken = await stage.query(`select 1 from ticket_event where ticket_number = $1 and kind = 'taken'`, [
				number,
			]);
			expect(taken).toHaveLength(1);
		}
	});

	test('take the next: each gets another', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		for (let count = 0; count < 4; count++) await openTicket(customer, units.english);
		const [elisa, dario] = [await stage.staff('technician'), await stage.staff('supervisor')];
		const answers = await Promise.all([elisa, dario, elisa, dario].map((one) => one.post('/desk/queue?/next')));
		expect(new Set(answers.map(({ location }) => location)).size).toBe(4);
		expect(statuses(answers)).toEqual([303, 303, 303, 303]);
	});
});

describe('both sides at the same moment', () => {
	test('a reply that crosses a close reopens the ticket or precedes it, and is never lost', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const technician = await stage.staff('technician');
		for (let count = 0; count < 6; count++) {
			const number = await openTicket(customer, units.english);
			const [closed, replied] = await Promise.all([
				technician.post(`/desk/tickets/${number}?/close`, { solution: 'Solved by phone' }),
				customer.post(`/tickets/${number}?/reply`, { message: 'One more thing' }),
			]);
			expect([closed.status, replied.status]).toEqual([303, 303]);
			expect((await customer.get(`/tickets/${number}`)).text).toContain('One more thing');
			const events = await stage.query<{ kind: string }>(
				`select kind from ticket_event where ticket_number = $1 and kind in ('closed', 'replied', 'reopened') order by id`,
				[number],
			);
			const [{ status } = {}] = await stage.query('select status from ticket where number = $1', [number]);
			const story = `${events.map(({ kind }) => kind).join(' ')}: ${status}`;
			expect(['closed replied reopened: new', 'replied closed: closed']).toContain(story);
		}
	});

	test('support’s answer to an older state is not sent unseen: 409, with every word of it', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const technician = await stage.staff('technician');
		const number = await openTicket(customer, units.english);
		await technician.post(`/desk/tickets/${number}?/take`);
		const page = (await technician.get(`/desk/tickets/${number}`)).text;
		const version = /name="version"[^>]*value="(\d+)"/.exec(page)?.[1] ?? '';
		await customer.post(`/tickets/${number}?/reply`, { message: 'It works now, forget it' });
		const said = { message: 'Send the tool back', version };
		const file = { field: 'file.other', name: 'label.pdf', body: 'label' };
		const refused = await technician.postFiles(`/desk/tickets/${number}?/reply`, said, [file]);
		expect(refused.status).toBe(409);
		for (const words of ['Send the tool back', 'It works now, forget it', 'label.pdf'])
			expect(refused.text).toContain(words);
		expect((await customer.get(`/tickets/${number}`)).text).not.toContain('Send the tool back');
		const now = /name="version"[^>]*value="(\d+)"/.exec(refused.text)?.[1] ?? '';
		const again = await technician.post(`/desk/tickets/${number}?/reply`, { ...said, version: now });
		expect(again.status).toBe(303);
	});

	test('a ticket that support closed cannot be closed again: 409, with the solution that was typed', async ({
		stage,
	}) => {
		const customer = await stage.customer('C5001');
		const technician = await stage.staff('technician');
		const number = await openTicket(customer, units.english);
		await technician.post(`/desk/tickets/${number}?/close`, { solution: '' });
		const answer = await customer.post(`/tickets/${number}?/close`, { solution: 'A new cable' });
		expect(answer.status).toBe(409);
		expect(answer.text).toContain('data-status="closed"');
	});
});

async function both(post: () => Promise<Answer>): Promise<Answer[]> {
	return Promise.all([post(), post()]);
}

function statuses(answers: Answer[]): number[] {
	return answers.map(({ status }) => status).sort();
}
