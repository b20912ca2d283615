import { describe, expect } from 'vitest';
import { filesOn, mainOf, openTicket, png, test as base, units, unreadOn, until } from '../demonstration.ts';
import type { Answer } from '../http.ts';

// Somebody else's is indistinguishable from missing: status, headers, body (safety.md, Who sees what).

const noteWords = 'Kept among us: the third board of this batch';
const missing = '00000000-0000-4000-8000-000000000000';
const noSuchTicket = '/tickets/999999';

/** An Italian customer's ticket with a photograph and a technician's note on it, and those who look on. */
const test = base.extend('scene', { scope: 'file' }, async ({ stage }) => {
	const owner = await stage.customer('C1001');
	const stranger = await stage.customer('C5001');
	const technician = await stage.staff('technician');
	const abroad = await stage.staff('technician.fr');
	const number = await openTicket(owner, units.italian, { subject: 'Bench photograph' }, [
		{ field: 'file.wiring-photo', name: 'bench.png', body: png },
	]);
	const unreadBefore = unreadOn((await owner.get('/new')).text);
	await technician.postFiles(`/desk/tickets/${number}?/note`, { note: noteWords }, [
		{ field: 'file.other', name: 'noted.txt', body: 'for colleagues' },
	]);
	// Before he looks at the ticket, which would be reading it.
	const unreadAfter = unreadOn((await owner.get('/new')).text);
	const [file = ''] = filesOn((await owner.get(`/tickets/${number}`)).text);
	const atDesk = filesOn((await technician.get(`/desk/tickets/${number}`)).text);
	const noteFile = atDesk.find((found) => found !== file) ?? '';
	await until(async () => (await owner.get(`${file}/preview`)).status === 200, 'the preview is made');
	return { owner, stranger, technician, abroad, number, file, noteFile, unreadBefore, unreadAfter };
});

describe('somebody who is not logged in', () => {
	test('is sent to the login and comes back to where he was headed', async ({ stage, scene }) => {
		const pages = ['/tickets?sort=subject', `/tickets/${scene.number}`, '/new', units.italian, scene.file];
		for (const page of pages) {
			const visitor = stage.visitor();
			const answer = await visitor.get(page);
			expect(answer).toMatchObject({ status: 303, location: `/login?to=${encodeURIComponent(page)}` });
			const entered = await visitor.post(answer.location ?? '', { code: 'C1001', password: 'serialdesk-demo' });
			expect(entered).toMatchObject({ status: 303, location: page });
		}
	});

	test('is told that his form was not sent, and comes back to its page', async ({ stage, scene }) => {
		const page = `/tickets/${scene.number}`;
		const visitor = stage.visitor();
		const answer = await visitor.post(`${page}?/reply`, { message: 'Too late' });
		expect(answer).toMatchObject({ status: 303, location: `/login?to=${encodeURIComponent(page)}&unsent` });
		expect((await visitor.get(answer.location ?? '')).text).toContain('Nothing was sent: you were logged out');
		const entered = await visitor.post(answer.location ?? '', { code: 'C1001', password: 'serialdesk-demo' });
		expect(entered).toMatchObject({ status: 303, location: page });
	});

	test('is sent to the desk’s own login from the desk', async ({ stage, scene }) => {
		for (const page of ['/desk/queue', `/desk/tickets/${scene.number}`])
			expect(await stage.visitor().get(page)).toMatchObject({
				status: 303,
				location: `/desk/login?to=${encodeURIComponent(page)}`,
			});
	});

	test('changes nothing', async ({ stage, scene }) => {
		const before = await stage.query('select version from ticket where number = $1', [scene.number]);
		const ticket = `/tickets/${scene.number}`;
		for (const path of [`${ticket}?/reply`, `${ticket}?/close`, '/uploads/other', `${units.italian}?/open`]) {
			const answer = await stage.visitor().post(path, { subject: 'Me', message: 'Let me in' });
			expect(answer.status).toBe(303);
			expect(answer.location).toMatch(/^\/login(\?|$)/);
		}
		expect(await stage.query('select version from ticket where number = $1', [scene.number])).toEqual(before);
	});
});

describe('what belongs to somebody else is what does not exist', () => {
	test('a ticket, for its page, its data, a reply and a close', async ({ stage, scene }) => {
		const { stranger, number } = scene;
		const count = async () => stage.query('select count(*) from message where ticket_number = $1', [number]);
		const before = await count();
		const ways: ((path: string) => Promise<Answer>)[] = [
			(path) => stranger.get(path),
			(path) => stranger.post(`${path}?/reply`, { message: 'Mine now' }),
			(path) => stranger.postFiles(`${path}?/reply`, {}, [{ field: 'file.other', name: 'a.txt', body: 'a' }]),
			(path) => stranger.post(`${path}?/close`, { solution: '' }),
		];
		for (const way of ways) await expectSame(await way(`/tickets/${number}`), await way(noSuchTicket));
		expect(await count()).toEqual(before);
		// Data for a page that scripts show: the framework answers 200 and says inside that there is none.
		const data = await Promise.all(
			[`/tickets/${number}`, noSuchTicket].map((path) => stranger.get(`${path}/__data.json`)),
		);
		for (const { text } of data) expect(text).toMatch(/"type":"error".*404/);
		expect(comparable(data[0]!)).toEqual(comparable(data[1]!));
	});

	test('a file and its preview', async ({ scene: { stranger, abroad, file } }) => {
		for (const someone of [stranger, abroad])
			for (const ending of ['', '/preview'])
				await expectSame(await someone.get(file + ending), await someone.get(`/files/${missing}${ending}`));
	});

	test('a unit', async ({ scene: { stranger } }) => {
		const theirs = await stranger.get(units.italian);
		await expectSame(theirs, await stranger.get('/new/k-tag/KTM-0000-0000'));
		const posted = await stranger.post(`${units.italian}?/open`, { subject: 'Mine now' });
		await expectSame(posted, await stranger.post('/new/k-tag/KTM-0000-0000?/open', { subject: 'Mine now' }));
	});

	test('a file that waits for its form: to read, to attach, to remove', async ({ stage, scene }) => {
		const { owner, stranger } = scene;
		const uploaded = await owner.postFiles('/uploads/tool-log', {}, [
			{ field: 'file.tool-log', name: 'draft.log', body: 'not sent yet' },
		]);
		const { id } = (JSON.parse(uploaded.text) as { file: { id: string } }).file;
		expect((await owner.get(`/files/${id}`)).text).toBe('not sent yet');
		await expectSame(await stranger.get(`/files/${id}`), await stranger.get(`/files/${missing}`));
		const attach = (attached: string) =>
			stranger.post(`${units.english}?/open`, { subject: 'Taken along', attached });
		const [theirs, none] = [await attach(id), await attach(missing)];
		expect(theirs.status).toBeGreaterThanOrEqual(400);
		expect(mainOf(theirs.text)).toBe(mainOf(none.text));
		const remove = (which: string) => stranger.request(`/uploads/tool-log/${which}`, { method: 'DELETE' });
		await expectSame(await remove(id), await remove(missing));
		expect((await owner.get(`/files/${id}`)).status).toBe(200);
		expect(await stage.query(`select 1 from ticket where subject = 'Taken along'`)).toEqual([]);
	});

	test('another branch’s ticket, for a technician', async ({ scene: { abroad, number } }) => {
		const ways: ((path: string) => Promise<Answer>)[] = [
			(path) => abroad.get(path),
			(path) => abroad.post(`${path}?/take`),
			(path) => abroad.post(`${path}?/reply`, { message: 'From France' }),
			(path) => abroad.post(`${path}?/note`, { note: 'From France' }),
		];
		for (const way of ways) await expectSame(await way(`/desk/tickets/${number}`), await way('/desk/tickets/999999'));
	});

	test('a ticket that a Slave opened himself, for his Master; not the other way round', async ({ stage, scene }) => {
		const slave = await stage.customer('C2001');
		const byMaster = await openTicket(scene.owner, units.slave);
		expect((await slave.get(`/tickets/${byMaster}`)).status).toBe(200);
		const bySlave = await openTicket(slave, units.slave);
		await expectSame(await scene.owner.get(`/tickets/${bySlave}`), await scene.owner.get(noSuchTicket));
	});
});

describe('an internal note', () => {
	test('is in nothing that a customer gets', async ({ scene }) => {
		const { owner, technician, number } = scene;
		expect((await technician.get(`/desk/tickets/${number}`)).text).toContain(noteWords);
		const pages = ['/tickets', `/tickets/${number}`, '/new', '/new/k-tag', units.italian];
		for (const page of pages)
			for (const path of [page, `${page}/__data.json`]) {
				const { status, text } = await owner.get(path);
				expect(`${path} ${status}`).toBe(`${path} 200`);
				expect(text).not.toContain('Kept among us');
				expect(text).not.toContain('noted');
			}
	});

	test('is no news: the count of unread tickets stays', async ({ scene: { unreadBefore, unreadAfter } }) => {
		expect(unreadBefore).toBeGreaterThan(0);
		expect(unreadAfter).toBe(unreadBefore);
	});

	test('keeps its file from the customer, who learns nothing of it', async ({ scene }) => {
		const { owner, technician, noteFile } = scene;
		expect((await technician.get(noteFile)).text).toBe('for colleagues');
		await expectSame(await owner.get(noteFile), await owner.get(`/files/${missing}`));
	});

	test('is mailed to nobody', async ({ stage, scene }) => {
		await stage.sink.waitFor(({ subject }) => subject.includes(`[${scene.number}]`));
		for (const mail of stage.sink.mails) expect(mail.text + mail.html + mail.raw).not.toContain('Kept among us');
	});
});

describe('a door that is not one’s own', () => {
	test('a customer is refused at the desk', async ({ scene: { owner, number } }) => {
		for (const page of ['/desk/queue', `/desk/tickets/${number}`]) expect((await owner.get(page)).status).toBe(403);
		for (const action of ['take', 'reply', 'note', 'close'])
			expect((await owner.post(`/desk/tickets/${number}?/${action}`, { message: 'x' })).status).toBe(403);
		expect((await owner.post('/desk/queue?/next')).status).toBe(403);
	});

	test('staff are refused on customers’ pages', async ({ scene: { technician, number } }) => {
		for (const page of ['/tickets', `/tickets/${number}`, '/new', units.italian])
			expect((await technician.get(page)).status).toBe(403);
		expect((await technician.post(`/tickets/${number}?/reply`, { message: 'x' })).status).toBe(403);
	});
});

describe('an address that names nothing', () => {
	test('a ticket’s number that is not one', async ({ scene: { owner, technician } }) => {
		const odd = [
			'abc',
			'0',
			'-1',
			'1e3',
			`1${'0'.repeat(30)}`,
			'%00',
			'1042.0',
			'%201001',
			'1001%20',
			'%D9%A1',
			'01001',
		];
		for (const number of odd) {
			await expectSame(await owner.get(`/tickets/${number}`), await owner.get(noSuchTicket));
			expect((await technician.get(`/desk/tickets/${number}`)).status).toBe(404);
			expect((await technician.post('/desk/queue?/take', { number })).status).toBe(404);
		}
	});

	test('an unknown product, an unknown serial number, an odd file', async ({ scene: { owner } }) => {
		const odd = [
			'/new/k-tagg',
			'/new/k-tag/KTM',
			'/new/k-tag/%00',
			'/new/%00',
			'/new/data-bank/X1',
			'/files/%00',
			'/no',
		];
		for (const path of odd) expect(`${path} ${(await owner.get(path)).status}`).toBe(`${path} 404`);
		expect((await owner.post('/new/k-tag?/open', { subject: 'No unit' })).status).toBe(404);
	});
});

/** Status, headers and body, but for what differs between any two answers. */
async function expectSame(one: Answer, other: Answer): Promise<void> {
	expect(one.status).toBe(404);
	expect(comparable(one)).toEqual(comparable(other));
}

function comparable({ status, headers, text }: Answer) {
	const fixed = (value: string) =>
		value
			.replace(/nonce(=|-)["']?[\w+/=]+["']?/g, 'nonce')
			.replace(/__sveltekit_\w+/g, '__sveltekit')
			.replace(/\/(desk\/)?tickets\/[^"'?\s<]*/g, '/ticket')
			.replace(/\/files\/[0-9a-f-]+/g, '/file')
			.replace(/\/new\/[^"'?\s<]*/g, '/unit');
	const { date: _, etag: __, ...rest } = Object.fromEntries(headers);
	return { status, text: fixed(text), headers: Object.entries(rest).map(([name, value]) => [name, fixed(value)]) };
}
