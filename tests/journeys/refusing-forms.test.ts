import { describe, expect } from 'vitest';
import { mainOf, openTicket, test, units } from '../demonstration.ts';
import type { Answer } from '../http.ts';

const whole = {
	subject: 'Checksum after writing',
	make: 'Vallona',
	model: 'Corriere',
	engine: '2.3 D',
	year: '2019',
	ecu: 'EDC-17',
	protocol: '604',
	message: 'First line\nsecond line',
};
const tooLong = { subject: 200, make: 100, model: 100, engine: 100, year: 20, ecu: 100, protocol: 50 };

describe('a form that is not complete', () => {
	test('comes back with all that was typed and a message at the field, in the customer’s language', async ({
		stage,
	}) => {
		const { subject: _, ...rest } = whole;
		const words = {
			C1001: [units.italian, 'it'],
			C4001: [units.russian, 'ru'],
			C5001: [units.english, 'en'],
		} as const;
		for (const [code, [unit, language]] of Object.entries(words)) {
			const customer = await stage.customer(code);
			for (const missing of [rest, { ...rest, subject: '' }, { ...rest, subject: ' \t ' }]) {
				const answer = await customer.postFiles(`${unit}?/open`, missing, []);
				expect(answer.status).toBe(400);
				expect(answer.text).toContain(`lang="${language}"`);
				expectKept(answer, rest);
				expect(messageAt(answer.text, 'subject')).toMatch({ it: /[a-zà]/, ru: /[а-я]/, en: /[a-z]/ }[language]);
			}
			expect((await customer.get(unit)).text).toContain(rest.make);
		}
		expect(await stage.query(`select 1 from ticket where make = $1`, [rest.make])).toEqual([]);
	});

	test('is told the limit of each field that is too long, and nothing is cut', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		for (const [field, most] of Object.entries(tooLong)) {
			const answer = await customer.post(`${units.english}?/open`, { ...whole, [field]: 'ж'.repeat(most + 1) });
			expect(`${field} ${answer.status}`).toBe(`${field} 400`);
			expect(messageAt(answer.text, field)).toContain(String(most));
			expectKept(answer, { ...whole, [field]: 'ж'.repeat(most + 1) });
		}
		const whole20 = await customer.post(`${units.english}?/open`, { ...whole, message: 'ж'.repeat(20_001) });
		expect(whole20.status).toBe(400);
		expect(whole20.text).toContain('ж'.repeat(20_001));
		const exactly = Object.fromEntries(Object.entries(tooLong).map(([field, most]) => [field, 'ж'.repeat(most)]));
		const number = await openTicket(customer, units.english, exactly);
		expect(
			await stage.query(`select ${Object.keys(tooLong).join()} from ticket where number = $1`, [number]),
		).toEqual([exactly]);
	});

	test('a solution and a reply that are too long come back as well', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const number = await openTicket(customer, units.english);
		const solution = 's'.repeat(5001);
		const closed = await customer.post(`/tickets/${number}?/close`, { solution });
		expect(closed.status).toBe(400);
		expect(closed.text).toContain(solution);
		const replied = await customer.post(`/tickets/${number}?/reply`, { message: 'm'.repeat(20_001) });
		expect(replied.status).toBe(400);
		expect(replied.text).toContain('m'.repeat(20_001));
		expect((await customer.post(`/tickets/${number}?/reply`, { message: ' \n ' })).status).toBe(400);
		expect(statusOf((await customer.get(`/tickets/${number}`)).text)).toBe('new');
	});
});

describe('what no form of ours sends', () => {
	test('NUL and lone surrogates are refused in every field', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const before = await stage.query('select count(*) from ticket');
		for (const field of Object.keys(whole)) {
			const nul = await customer.post(`${units.english}?/open`, { ...whole, [field]: 'a\0b' });
			expect(`${field} ${nul.status}`).toBe(`${field} 400`);
		}
		// A lone surrogate cannot be written in UTF-8: as bytes it arrives as the replacement character, which is a text.
		const surrogate = `subject=${encodeURIComponent('lone')}%ED%A0%80`;
		const answer = await customer.request(`${units.english}?/open`, {
			method: 'POST',
			body: surrogate,
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		});
		expect([303, 400]).toContain(answer.status);
		const kept = await stage.query<{ subject: string }>(`select subject from ticket where subject like 'lone%'`);
		for (const { subject } of kept) expect(subject).toBe('lone\ufffd\ufffd\ufffd');
		await stage.query(`delete from ticket where subject like 'lone%'`);
		expect(await stage.query('select count(*) from ticket')).toEqual(before);
	});

	test('an unknown field is refused: opening, replying, closing, taking notes', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const number = await openTicket(customer, units.english);
		for (const extra of ['status', 'opener_id', '__proto__', 'constructor', 'version2']) {
			expect((await customer.post(`${units.english}?/open`, { ...whole, [extra]: '1' })).status).toBe(400);
			expect((await customer.post(`/tickets/${number}?/reply`, { message: 'x', [extra]: '1' })).status).toBe(400);
			expect((await customer.post(`/tickets/${number}?/close`, { solution: '', [extra]: '1' })).status).toBe(400);
		}
		expect(statusOf((await customer.get(`/tickets/${number}`)).text)).toBe('new');
	});

	test('an action, a method, a content type that does not exist', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const number = await openTicket(customer, units.english);
		expect((await customer.post(`/tickets/${number}?/delete`)).status).toBe(404);
		for (const method of ['PUT', 'DELETE', 'PATCH'])
			expect((await customer.request(`/tickets/${number}`, { method })).status).toBe(405);
		for (const type of ['application/json', 'text/plain', 'multipart/form-data', 'multipart/form-data; boundary=']) {
			const headers = { 'content-type': type };
			const answer = await customer.request(`${units.english}?/open`, {
				method: 'POST',
				body: '{"subject":1}',
				headers,
			});
			expect(`${type} ${answer.status}`).toMatch(/ 4(00|15)$/);
		}
	});

	test('an urlencoded body of one megabyte is too large', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const answer = await customer.post(`${units.english}?/open`, { ...whole, message: 'x'.repeat(1_000_000) });
		expect(answer.status).toBe(413);
		expect((await stage.visitor().post('/login', { code: 'x'.repeat(1_000_000) })).status).toBe(413);
	});

	test('odd values of sort, status, after and the searches are harmless', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		await openTicket(customer, units.english);
		const rows = (text: string) => [...text.matchAll(/data-number="(\d+)"/g)].map(([, number]) => number);
		const usual = rows((await customer.get('/tickets')).text);
		const all = usual.join();
		const odd = [
			"' or 1=1 --",
			'1; drop table ticket',
			'\0',
			'%',
			'-',
			'--number',
			'number desc',
			'\ud800',
			'../..',
			'9'.repeat(400),
		];
		for (const value of odd)
			for (const name of ['sort', 'status', 'after']) {
				const answer = await customer.get(`/tickets?${new URLSearchParams({ [name]: value })}`);
				expect(`${name}=${value} ${answer.status} ${rows(answer.text).join()}`).toBe(`${name}=${value} 200 ${all}`);
			}
		const cursors = [['x', 1], ['1', 'x'], [null, 1], ['1', 1e300], ['9'.repeat(18), 1], ['-5', 1], {}, 7];
		for (const cursor of cursors) {
			const after = Buffer.from(JSON.stringify(cursor)).toString('base64url');
			for (const sort of ['number', 'subject', '-opened', 'serial', 'status'])
				expect((await customer.get(`/tickets?${new URLSearchParams({ sort, after })}`)).status).toBe(200);
		}
		for (const value of [...odd, '%%', '__', '\\', '$$'])
			for (const name of ['number', 'serial', 'subject']) {
				const answer = await customer.get(`/tickets?${new URLSearchParams({ [name]: value })}`);
				expect(answer.status).toBe(200);
				expect(rows(answer.text).every((number) => usual.includes(number))).toBe(true);
			}
		expect(rows((await customer.get('/tickets?subject=%25%25')).text)).toEqual([]);
	});
});

describe('HTML and scripts', () => {
	const evil = `"'><script>alert(1)</script><img src=x onerror=alert(2)>`;
	const rich = `<p>kept</p><script>alert(1)</script><img src=x onerror=alert(2)><a href="javascript:alert(3)">go</a><svg onload=alert(4)><iframe src="/"></iframe><p style="position:fixed" onclick="alert(5)" class="x">styled</p><form action="/logout"></form>`;

	test('come back as text in the list, the ticket, the desk and the mails', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const technician = await stage.staff('technician');
		const short = Object.fromEntries(Object.keys(tooLong).map((field) => [field, evil.slice(0, 50)]));
		const year = '"><script>';
		const fields = { ...short, subject: evil, year };
		const number = await openTicket(customer, units.english, { ...fields, message: rich, format: 'html' });
		await customer.post(`/tickets/${number}?/reply`, { message: evil });
		await technician.post(`/desk/tickets/${number}?/note`, { note: evil });
		await technician.post(`/desk/tickets/${number}?/reply`, { message: evil });
		await customer.post(`/tickets/${number}?/close`, { solution: evil });
		const pages = await Promise.all([
			customer.get('/tickets'),
			customer.get(`/tickets/${number}`),
			technician.get(`/desk/tickets/${number}`),
			technician.get('/desk/queue'),
		]);
		for (const { text } of pages) expectNoMarkup(text);
		expect(pages[1]?.text).toContain('<p>kept</p>');
		const opened = await stage.sink.waitFor(
			({ subject, html }) => subject.startsWith(`[${number}]`) && html.includes('kept'),
		);
		expect(opened.subject).toBe(`[${number}] ${evil}`);
		await stage.sink.waitFor(
			({ subject, text }) => subject.startsWith(`[${number}]`) && text.includes('onerror=alert(2)>'),
		);
		for (const mail of stage.sink.mails) expectNoMarkup(mail.html);
	});

	test('come back as text in a refused form, its draft and a refused login', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const refused = await customer.post(`${units.english}?/open`, { message: evil, make: evil.slice(0, 99) });
		expect(refused.status).toBe(400);
		expectNoMarkup(refused.text);
		expectNoMarkup((await customer.get(units.english)).text);
		expectNoMarkup((await stage.visitor().post('/login', { code: evil, password: evil })).text);
		expectNoMarkup((await customer.get(`/new/${encodeURIComponent(evil)}`)).text);
	});
});

function expectNoMarkup(html: string): void {
	expect(html).not.toMatch(/<script>|<img src=x|<svg onload|<iframe|<form action="\/logout"><\/form>/);
	expect(html).not.toMatch(/<[a-z][^<>]*\s(onerror|onclick|onload|class="x"|style="position)|href="javascript:/);
}

function expectKept({ text }: Answer, fields: Record<string, string>): void {
	for (const [field, value] of Object.entries(fields)) {
		const inInput = new RegExp(
			`<input[^>]*name="${field}"[^>]*value="${value}"|<input[^>]*value="${value}"[^>]*name="${field}"`,
		);
		const inArea = new RegExp(`<textarea[^>]*name="${field}"[^>]*>\\s*${value}</textarea>`);
		if (!inInput.test(text) && !inArea.test(text)) throw new Error(`${field} was lost: ${mainOf(text)}`);
	}
}

/** The words that a field's own `aria-describedby` names as its error. */
function messageAt(html: string, field: string): string {
	const tag = new RegExp(`<(?:input|textarea)[^>]*name="${field}"[^>]*>`).exec(html)?.[0] ?? '';
	expect(tag).toMatch(/aria-invalid="true"/);
	const ids = /aria-describedby="([^"]*)"/.exec(tag)?.[1]?.split(' ') ?? [];
	return ids.map((id) => new RegExp(`id="${id}"[^>]*>([\\s\\S]*?)</p>`).exec(html)?.[1] ?? '').join(' ');
}

function statusOf(html: string): string | undefined {
	return /data-status="(\w+)"/.exec(html)?.[1];
}
