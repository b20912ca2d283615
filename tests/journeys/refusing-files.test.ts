import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { filesOn, memoryOf, openTicket, servingProcess, test, units } from '../demonstration.ts';
import type { Answer, Visitor } from '../http.ts';
import { exchange } from '../wire.ts';

const form = `${units.english}?/open`;
const mebibyte = Buffer.alloc(2 ** 20, 'flash');

describe('a file that cannot be taken', () => {
	test('the fourth of four: three are kept, listed, and attached once the form is right', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const good = ['read.log', 'ошибка чтения.txt', "it's 100% (2) ü.bin"];
		const files = good.map((name) => ({ field: 'file.tool-log', name, body: `bytes of ${name}` }));
		const wrong = { field: 'file.other', name: 'empty.log', body: '' };
		const refused = await customer.postFiles(form, { subject: 'Four files' }, [...files, wrong]);
		expect(refused.status).toBe(400);
		expect(refused.text).toContain('value="Four files"');
		expect(refused.text).toContain('empty.log');
		const attached = waitingOn(refused.text);
		expect(attached).toHaveLength(3);
		for (const name of good) expect(unescaped(refused.text)).toContain(name);
		expect(waitingOn((await customer.get(units.english)).text)).toEqual(attached);
		const number = await openTicket(customer, units.english, { subject: 'Four files', attached });
		const names = await Promise.all(
			filesOn((await customer.get(`/tickets/${number}`)).text).map(async (file) => {
				const { text, headers } = await customer.get(file);
				expect(text).toBe(`bytes of ${nameIn(headers)}`);
				return nameIn(headers);
			}),
		);
		expect(names).toEqual(good);
	});

	test('one that another window has sent meanwhile: the form comes back without it, with all the rest', async ({
		stage,
	}) => {
		const customer = await stage.customer('C5001');
		const number = await openTicket(customer, units.english);
		const files = ['sent.log', 'waiting.log'].map((name) => ({ field: 'file.other', name, body: name }));
		const refused = await customer.postFiles(form, { subject: '' }, files);
		const [sent = '', waiting = ''] = waitingOn(refused.text);
		await openTicket(customer, units.english, { attached: sent });
		const attached = [sent, waiting];
		const asRequest = await customer.post(form, { subject: 'From two windows', message: 'Kept words', attached });
		const asReply = await customer.post(`/tickets/${number}?/reply`, { message: 'Kept words', attached });
		for (const answer of [asRequest, asReply]) {
			expect(answer.status).toBe(404);
			expect(answer.text).toContain('no longer waiting');
			expect(answer.text).toContain('Kept words');
			expect(waitingOn(answer.text)).toEqual([waiting]);
		}
	});

	test('a name with a path, NUL, 300 characters or marks that turn its direction', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const before = stage.stored();
		const names = [
			'../../etc/passwd',
			'..\\boot.ini',
			'/etc/passwd',
			`${'n'.repeat(300)}.log`,
			'invoice\u202efdp.exe',
		];
		for (const name of [...names, 'a\u200bb.log', 'a\u2066b.log', 'line\u2028break.log', '..', 'a\u0007.log']) {
			const answer = await upload(customer, name);
			expect(`${JSON.stringify(name)} ${answer.status}`).toBe(`${JSON.stringify(name)} 400`);
			expectReason(answer);
		}
		expect((await upload(customer, 'nul\0.log')).status).toBe(400);
		expect(stage.stored()).toEqual(before);
	});

	test('a slot that there is not, and more files than a message may have', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		for (const field of ['file.secret', 'file.', 'file', 'file.__proto__', 'picture']) {
			const answer = await customer.postFiles(form, { subject: 'Odd slot' }, [{ field, name: 'a.log', body: 'a' }]);
			expect(`${field} ${answer.status}`).toBe(`${field} 400`);
		}
		const many = Array.from({ length: 21 }, (_, index) => ({ field: 'file.other', name: `${index}.log`, body: 'x' }));
		const answer = await customer.postFiles(form, { subject: 'Too many' }, many);
		expect(answer.status).toBe(413);
		expect(waitingOn(answer.text)).toHaveLength(20);
		expect(await stage.query(`select 1 from ticket where subject in ('Odd slot', 'Too many')`)).toEqual([]);
	});

	test('101 MiB: 413, what was typed is kept, no byte stays, and the server’s memory stays flat', async ({
		stage,
	}) => {
		const customer = await stage.customer('C5001');
		const before = stage.stored();
		const post = () =>
			customer.postFiles(form, { subject: 'Large dump' }, [
				{ field: 'file.original-file', name: 'dump.bin', body: mebibytes(101) },
			]);
		const watch = watchMemory(servingProcess(stage.portal));
		const [answer] = await Promise.all([post(), post(), post()]);
		const grown = await watch.stop();
		expect(answer.status).toBe(413);
		expect(answer.text).toContain('value="Large dump"');
		expect(answer.text).toContain('dump.bin');
		// Three bodies at once hold 303 MiB; what lies between network and disk is garbage that nobody has collected yet.
		expect(grown).toBeLessThan(180);
		await expect.poll(() => stage.stored()).toEqual(before);
	});

	test('far too large: answered before its end was sent', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const head = multipartHead(customer, 400 * 2 ** 20);
		const { status, sent } = await exchange(stage.portal.origin, [head, ...repeated(mebibyte, 400)]);
		expect(status).toBe(413);
		expect(sent).toBeLessThan(200 * 2 ** 20);
		const announced = multipartHead(customer, 3 * 2 ** 30);
		expect((await exchange(stage.portal.origin, [announced])).status).toBe(413);
	});

	test('a body cut in the middle: no ticket, no file, and the server goes on', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const before = stage.stored();
		for (const pieces of [0, 1, 5]) {
			const head = multipartHead(customer, 20 * 2 ** 20, 'Cut in the middle');
			await exchange(stage.portal.origin, [head, ...repeated(mebibyte, pieces)], { cutOff: true });
		}
		await expect.poll(() => stage.stored(), { timeout: 10_000 }).toEqual(before);
		expect(await stage.query(`select 1 from ticket where subject = 'Cut in the middle'`)).toEqual([]);
		expect((await customer.get('/tickets')).status).toBe(200);
	});
});

describe('a file that is served', () => {
	test('is a download in a sandbox, of a type from our own list, under its own name', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const html = '<script>alert(1)</script>';
		const expected = {
			'page.html': 'application/octet-stream',
			'drawing.svg': 'application/octet-stream',
			'read.log': 'text/plain',
			'Отчёт (1); x.pdf': 'application/pdf',
		};
		const files = Object.keys(expected).map((name) => ({ field: 'file.other', name, type: 'text/html', body: html }));
		const number = await openTicket(customer, units.english, {}, files);
		const page = (await customer.get(`/tickets/${number}`)).text;
		const served = await Promise.all(filesOn(page).map((file) => customer.get(file)));
		for (const { headers, text } of served) {
			expect(text).toBe(html);
			expect(headers.get('content-type')).toBe(
				Object.entries(expected).find(([name]) => name === nameIn(headers))?.[1],
			);
			expect(headers.get('content-security-policy')).toMatch(/^sandbox;.*default-src 'none'/);
			expect(headers.get('content-disposition')).toMatch(
				/^attachment; filename="[ -~]+"; filename\*=UTF-8''[\w%!.~-]+$/,
			);
			expect(headers.get('content-disposition')).not.toMatch(/^attachment; filename="[^"]*"[^;]/);
		}
		expect(served.map(({ headers }) => nameIn(headers))).toEqual(Object.keys(expected));
	});

	test('arrives byte for byte, whatever is in it', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7919) % 256));
		const boundaryLike = Buffer.concat([bytes, Buffer.from('\r\n--serialdesk\r\n\r\n--\r\n'), bytes]);
		const number = await openTicket(customer, units.english, {}, [
			{ field: 'file.original-file', name: 'dump.bin', body: boundaryLike },
		]);
		const [file = ''] = filesOn((await customer.get(`/tickets/${number}`)).text);
		const cookie = [...customer.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const answer = await fetch(stage.portal.origin + file, { headers: { cookie } });
		expect(hash(Buffer.from(await answer.arrayBuffer()))).toBe(hash(boundaryLike));
		expect(answer.headers.get('content-length')).toBe(String(boundaryLike.length));
	});

	test('as a picture that is none has no preview, and the ticket shows it as a file', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const number = await openTicket(customer, units.english, {}, [
			{ field: 'file.error-screenshot', name: 'fake.png', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
		]);
		await sleep(500);
		const page = (await customer.get(`/tickets/${number}`)).text;
		const [file = ''] = filesOn(page);
		expect((await customer.get(`${file}/preview`)).status).toBe(404);
		expect(page).not.toContain(`${file}/preview`);
	});
});

function upload(customer: Visitor, name: string): Promise<Answer> {
	return customer.postFiles(form, { subject: 'Odd name' }, [{ field: 'file.other', name, body: 'bytes' }]);
}

/** The refused form says what was wrong at the place of the file, and the invisible is made visible. */
function expectReason({ text }: Answer): void {
	expect(text).toContain('value="Odd name"');
	expect(text).toMatch(/class="[^"]*field-error/);
	expect(text).not.toMatch(/[\u202e\u2066\u200b]/);
}

/** Ids of the files that the form lists as arrived. */
function waitingOn(html: string): string[] {
	return [...html.matchAll(/name="attached"[^>]*value="([0-9a-f-]{36})"/g)].map(([, id]) => id ?? '');
}

function nameIn(headers: Headers): string {
	return decodeURIComponent(/filename\*=UTF-8''(\S+)$/.exec(headers.get('content-disposition') ?? '')?.[1] ?? '');
}

function unescaped(html: string): string {
	return html.replaceAll('&#39;', "'").replaceAll('&amp;', '&').replaceAll('&quot;', '"');
}

function multipartHead(customer: Visitor, length: number, subject = 'Large dump'): string {
	const cookie = [...customer.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
	const { host, origin } = new URL(customer.origin);
	const headers = [
		`POST ${form} HTTP/1.1`,
		`host: ${host}`,
		`origin: ${origin}`,
		'accept: text/html',
		`cookie: ${cookie}`,
		'content-type: multipart/form-data; boundary=cut',
		`content-length: ${length}`,
	];
	const field = `--cut\r\ncontent-disposition: form-data; name="subject"\r\n\r\n${subject}\r\n`;
	const file = `--cut\r\ncontent-disposition: form-data; name="file.other"; filename="dump.bin"\r\n\r\n`;
	return `${headers.join('\r\n')}\r\n\r\n${field}${file}`;
}

async function* mebibytes(count: number): AsyncGenerator<Uint8Array> {
	for (const piece of repeated(mebibyte, count)) yield piece;
}

function repeated<T>(piece: T, count: number): T[] {
	return Array.from({ length: count }, () => piece);
}

function hash(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** Looks at a process's memory until stopped; answers by how many MiB it rose at most. */
function watchMemory(pid: number): { stop(): Promise<number> } {
	const before = memoryOf(pid);
	let highest = before;
	const timer = setInterval(() => (highest = Math.max(highest, memoryOf(pid))), 20);
	return {
		async stop() {
			clearInterval(timer);
			return highest - before;
		},
	};
}
