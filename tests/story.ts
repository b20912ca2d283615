import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { hydrated, keepScreenshot, troublesOf, visit, type Browser, type Page } from './browser.ts';
import { password, png, until, type Demonstration } from './demonstration.ts';
import type { ReceivedMail } from './smtp.ts';

/** A customer, and the words that he knows: labels exactly as they stand on his screen. */
export type Customer = {
	code: string;
	locale: string;
	address: string;
	product: string;
	serial: string;
	labels: Record<
		'code' | 'password' | 'login' | 'newTicket' | 'requests' | 'subject' | 'make' | 'protocol' | 'message',
		string
	> &
		Record<'send' | 'reply' | 'closeAsk' | 'solution' | 'close', string>;
	statuses: Record<'new' | 'in_process' | 'closed', string>;
	says: { subject: string; first: string; bold: string; second: string; solution: string; third: string };
	/** Words of each letter, in his language. */
	letters: Record<'opened' | 'taken' | 'answered' | 'closed' | 'reopened', RegExp>;
};

const noteWords = 'Nota per noi: scheda del lotto 44';
const answer = 'Provi con un alimentatore stabilizzato.';

type Telling = { stage: Demonstration; browser: Browser; customer: Customer; javaScript: boolean };

/** From login to reopened ticket, with both sides, in the browser. */
export async function tell(telling: Telling): Promise<void> {
	const { stage, browser, customer, javaScript } = telling;
	const counter = await visit(browser, stage.portal.origin, { locale: customer.locale, javaScript });
	const desk = await visit(browser, stage.portal.origin, { locale: 'it', javaScript });
	try {
		await play(telling, counter, desk);
	} catch (error) {
		await keepScreenshot(counter, `${customer.code}-counter`);
		await keepScreenshot(desk, `${customer.code}-desk`);
		throw error;
	}
	expect([...troublesOf(counter), ...troublesOf(desk)]).toEqual([]);
}

async function play({ stage, customer, javaScript }: Telling, counter: Page, desk: Page): Promise<void> {
	const letter = (words: RegExp, number: number) =>
		stage.sink.waitFor(({ subject, text }) => subject.startsWith(`[${number}]`) && words.test(text));

	await enter(counter, customer);
	const unreadBefore = await unread(counter);
	const number = await open(counter, customer, javaScript);
	expectLetter(await letter(customer.letters.opened, number), number, { stage, customer });

	await takeFromQueue(desk, number);
	await letter(customer.letters.taken, number);
	await noteAndAnswer(desk, javaScript);
	expect((await letter(customer.letters.answered, number)).text).toContain(answer);

	await readNews(counter, customer, number, unreadBefore);
	await reply(counter, customer, javaScript);
	await close(counter, customer);
	await letter(customer.letters.closed, number);

	await desk.reload();
	expect(await desk.locator('[data-event="closed"]').textContent()).toContain(customer.says.solution);
	expect(await desk.locator('header[data-number]').getAttribute('data-status')).toBe('closed');

	await write(counter, customer.labels.message, customer.says.third, javaScript);
	await counter.getByRole('button', { name: customer.labels.reply, exact: true }).click();
	await expectStatus(counter, customer, 'new');
	await letter(customer.letters.reopened, number);
	await desk.goto('/desk/queue');
	expect(await desk.locator(`tr[data-number="${number}"]`).count()).toBe(1);

	expect(lettersAbout(stage, number)).toHaveLength(5);
	for (const mail of stage.sink.mails) expect(mail.raw + mail.text + mail.html).not.toContain('lotto 44');
}

async function enter(counter: Page, { code, labels }: Customer): Promise<void> {
	await counter.goto('/tickets');
	expect(new URL(counter.url()).pathname).toBe('/login');
	await field(counter, labels.code).fill(code);
	await field(counter, labels.password).fill(password);
	await counter.getByRole('button', { name: labels.login, exact: true }).click();
	await counter.waitForURL('**/tickets');
	expect(await counter.locator('h1').textContent()).toBe(labels.requests);
}

async function open(counter: Page, customer: Customer, javaScript: boolean): Promise<number> {
	const { labels, says, product, serial } = customer;
	await counter.getByRole('navigation').getByRole('link', { name: labels.newTicket }).click();
	await counter.locator('main').getByRole('link', { name: product }).click();
	await counter.locator(`tr[data-serial="${serial}"] a`).click();
	await field(counter, labels.subject).waitFor();
	await hydrated(counter);
	await field(counter, labels.subject).fill(says.subject);
	await field(counter, labels.make).fill('Vallona');
	await field(counter, labels.protocol).fill('604');
	await write(counter, labels.message, says.first, javaScript, says.bold);
	await choose(counter, 'wiring-photo', { name: 'bench.png', mimeType: 'image/png', buffer: png });
	const log = { name: 'read-604.log', mimeType: 'text/plain', buffer: Buffer.from('vbatt 12,08') };
	await choose(counter, 'tool-log', log);
	if (javaScript)
		await until(
			async () => (await counter.locator('input[name="attached"]').count()) === 2,
			'both files have arrived',
		);
	await counter.getByRole('button', { name: labels.send, exact: true }).click();
	await counter.waitForURL(/\/tickets\/\d+$/);
	const number = Number(/\/tickets\/(\d+)/.exec(counter.url())?.[1]);
	await expectStatus(counter, customer, 'new');
	expect(await counter.locator('main').textContent()).toContain(String(number));
	expect(await counter.locator('article').textContent()).toContain(says.first);
	if (javaScript) expect(await counter.locator('article strong').textContent()).toBe(says.bold);
	expect(await counter.locator('article a[href^="/files/"]').count()).toBeGreaterThanOrEqual(2);
	return number;
}

/** A field by its label, which may say behind its name whether it is required. */
function field(page: Page, label: string): Locator {
	return page.getByLabel(new RegExp(`^\\s*${RegExp.escape(label)}(\\s|$)`));
}

async function choose(page: Page, slot: string, file: { name: string; mimeType: string; buffer: Buffer }) {
	await page.locator(`input[name="file.${slot}"]`).setInputFiles(file);
}

/** Writes where a message is written: in the editor once it is there, in the text area without script. */
async function write(page: Page, label: string, words: string, javaScript: boolean, bold = ''): Promise<void> {
	const area = page.locator('textarea').and(field(page, label)).first();
	if (!javaScript) return area.fill(`${words} ${bold}`.trim());
	await hydrated(page);
	await area.focus();
	const editor = page.locator('[contenteditable="true"]:visible').first();
	await editor.waitFor();
	await editor.focus();
	await page.keyboard.type(bold ? `${words} ` : words);
	if (!bold) return;
	await page.keyboard.press('Control+b');
	await page.keyboard.type(bold);
}

async function takeFromQueue(desk: Page, number: number): Promise<void> {
	await desk.goto('/desk/queue');
	await desk.locator('input[name="email"]').fill('technician@serialdesk.test');
	await desk.locator('input[name="password"]').fill(password);
	await desk.locator('main button, form button').last().click();
	await desk.waitForURL('**/desk/queue');
	await desk.locator(`tr[data-number="${number}"] button`).click();
	await desk.waitForURL(`**/desk/tickets/${number}`);
	expect(await desk.locator('header[data-number]').getAttribute('data-status')).toBe('in_process');
	await until(async () => {
		if ((await desk.locator('img[src$="/preview"]').count()) > 0) return true;
		await desk.reload();
		return false;
	}, 'the picture is shown inline');
	const shown = desk.locator('img[src$="/preview"]').first();
	await shown.scrollIntoViewIfNeeded();
	await until(() => shown.evaluate((image) => (image as HTMLImageElement).naturalWidth > 0), 'the picture is drawn');
}

async function noteAndAnswer(desk: Page, javaScript: boolean): Promise<void> {
	await desk.getByText('Nota interna', { exact: true }).first().click();
	const form = (area: string) => desk.locator(`form[data-area="${area}"]`);
	const fill = async (area: string, words: string) => {
		if (!javaScript) return form(area).locator('textarea').fill(words);
		await hydrated(desk);
		await form(area).locator('textarea').focus();
		await form(area).locator('[contenteditable="true"]').focus();
		await desk.keyboard.type(words);
	};
	await fill('note', noteWords);
	await form('note').getByRole('button', { name: 'Aggiungi nota' }).click();
	await desk.locator('article[data-kind="note"]').waitFor();
	await fill('reply', answer);
	await form('reply').getByRole('button', { name: 'Invia risposta' }).click();
	await desk.locator('article[data-kind="support"]').waitFor();
}

async function readNews(counter: Page, customer: Customer, number: number, unreadBefore: number): Promise<void> {
	await counter.goto('/tickets');
	expect(await unread(counter)).toBe(unreadBefore + 1);
	const row = counter.locator(`tr[data-number="${number}"]`);
	expect(await row.getAttribute('data-unread')).not.toBeNull();
	expect(
		await row.locator('td.lead').evaluate((cell) => Number(getComputedStyle(cell).fontWeight)),
	).toBeGreaterThanOrEqual(600);
	await row.locator('a').click();
	await counter.locator('article[data-kind="support"]').waitFor();
	await expectStatus(counter, customer, 'in_process');
	expect(await counter.content()).not.toContain('lotto 44');
	await counter.goto('/tickets');
	expect(await unread(counter)).toBe(unreadBefore);
	expect(await row.getAttribute('data-unread')).toBeNull();
	await row.locator('a').click();
}

async function reply(counter: Page, { labels, says }: Customer, javaScript: boolean): Promise<void> {
	await write(counter, labels.message, says.second, javaScript);
	await counter.getByRole('button', { name: labels.reply, exact: true }).click();
	await counter.locator('article', { hasText: says.second }).waitFor();
}

async function close(counter: Page, customer: Customer): Promise<void> {
	const { labels, says } = customer;
	await counter.getByText(labels.closeAsk, { exact: true }).click();
	await field(counter, labels.solution).fill(says.solution);
	await counter.getByRole('button', { name: labels.close, exact: true }).click();
	await counter.locator('header[data-status="closed"]').waitFor();
	await expectStatus(counter, customer, 'closed');
}

async function expectStatus(page: Page, { statuses }: Customer, status: keyof Customer['statuses']): Promise<void> {
	await page.locator(`header[data-status="${status}"]`).waitFor();
	expect(await page.locator('header[data-number]').textContent()).toContain(statuses[status]);
}

async function unread(page: Page): Promise<number> {
	const count = page.locator('[data-unread-count]');
	return (await count.count()) === 0 ? 0 : Number(/\d+/.exec((await count.first().textContent()) ?? '')?.[0] ?? 0);
}

function expectLetter(
	mail: ReceivedMail,
	number: number,
	{ stage, customer }: Pick<Telling, 'stage' | 'customer'>,
): void {
	const { headers, envelope, text, html, subject } = mail;
	expect(subject).toBe(`[${number}] ${customer.says.subject}`);
	expect(envelope.to).toEqual([customer.address]);
	expect(headers['auto-submitted']).toBe('auto-generated');
	expect(headers['references']).toBe(`<ticket-${number}@localhost>`);
	expect(headers['content-language']).toBe(customer.locale);
	for (const body of [text, html]) expect(body).toContain(`${stage.portal.origin}/tickets/${number}`);
}

function lettersAbout({ sink }: Demonstration, number: number): ReceivedMail[] {
	return sink.mails.filter(({ subject }) => subject.startsWith(`[${number}]`));
}
