import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTransport } from 'nodemailer';
import { describe, expect, test } from 'vitest';
import { Visitor } from './http.ts';
import { openMailSink } from './smtp.ts';

describe('the mail sink', () => {
	test('reads subject, text and HTML of a real mail in Cyrillic', async () => {
		const sink = await openMailSink();
		const text = 'Ваш запрос № 1042 открыт. '.repeat(10).trim();
		const mail = { from: 'desk@maker.example', to: 'c4001@workshop.example', subject: `Тикет 1042: ${text}`, text };
		await createTransport(sink.url).sendMail({ ...mail, html: `<p>${text}</p>` });
		const received = await sink.waitFor(({ envelope }) => envelope.to.includes('c4001@workshop.example'));
		expect(received.subject).toBe(`Тикет 1042: ${text}`);
		expect(received.text.trim()).toBe(text);
		expect(received.html.trim()).toBe(`<p>${text}</p>`);
		await sink.close();
	});

	test('refuses when told to', async () => {
		const sink = await openMailSink();
		sink.refuseWith(451);
		const mail = { from: 'desk@maker.example', to: 'c4001@workshop.example', subject: 'Ticket', text: 'Words' };
		await expect(createTransport(sink.url).sendMail(mail)).rejects.toMatchObject({ responseCode: 451 });
		await sink.close();
	});
});

describe('the visitor', () => {
	test('keeps cookies, sends the origin and streams files', async () => {
		const server = createServer((request, response) => {
			const pieces: Buffer[] = [];
			request.on('data', (piece: Buffer) => pieces.push(piece));
			request.on('end', () => {
				response.setHeader('set-cookie', 'serialdesk=abc; Path=/; HttpOnly');
				response.end(JSON.stringify({ headers: request.headers, body: Buffer.concat(pieces).toString() }));
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const visitor = new Visitor(origin);
		await visitor.get('/');
		const files = [{ field: 'file.tool-log', name: 'read "604".log', body: 'protocol 604' }];
		const { text } = await visitor.postFiles('/new', { subject: 'Reading error' }, files);
		const { headers, body } = JSON.parse(text) as { headers: Record<string, string>; body: string };
		expect(headers).toMatchObject({ cookie: 'serialdesk=abc', origin, accept: 'text/html' });
		expect(body).toContain('name="subject"\r\n\r\nReading error\r\n');
		expect(body).toContain('name="file.tool-log"; filename="read %22604%22.log"');
		server.close();
	});
});
