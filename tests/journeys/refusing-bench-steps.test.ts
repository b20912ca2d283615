import { describe, expect } from 'vitest';
import { steps, type RmaStep } from '../../src/rma/steps.ts';
import { benchOf, room, stateOn, test } from '../bench.ts';
import { mainOf } from '../demonstration.ts';

const line = { 'text-1': 'Main board', 'amount-1': '129.00', currency: 'EUR', vat: '', until: '2099-12-31' };
const forms: Partial<Record<RmaStep, Record<string, string>>> = {
	inspect: {},
	quote: line,
	repair: { cause: 'supply' },
	replace: { cause: 'supply', 'serial-1': 'KTM-9999-7777' },
	return: { cause: 'other', reason: 'Beyond repair' },
	ship: { carrier: 'Corriere', tracking: 'T 1' },
	close: {},
	cancel: {},
	refuse: { reason: 'No form in it' },
};

/** How a page shows again what was typed. */
function shownIn(name: string, value: string): string {
	if (name === 'reason') return `>${value}</textarea>`;
	return name === 'cause' || name === 'currency' ? `value="${value}" selected` : `value="${value}"`;
}

describe.each(Object.entries(forms))('the step %s', (step, fields) => {
	test('is nobody’s who only reads, and does not exist for technicians of another branch', async ({
		stage,
		parcel,
	}) => {
		const auditor = await stage.staff('supervisor');
		await stage.query(`update staff set role = 'auditor' where email = 'supervisor@serialdesk.test'`);
		const asked = { version: '1', ...fields };
		expect((await auditor.post(`${room(parcel)}?/${step}`, asked)).status).toBe(403);
		await stage.query(`update staff set role = 'supervisor' where email = 'supervisor@serialdesk.test'`);
		const stranger = await stage.staff('technician.fr');
		expect((await stranger.post(`${room(parcel)}?/${step}`, asked)).status).toBe(404);
	});

	test('on a page that is not the newest is not taken, and what was typed stays', async ({ stage, parcel }) => {
		const bench = await benchOf(stage, parcel);
		const from = steps[step as RmaStep].from[0];
		await bench.put(from);
		const { status, text } = await bench.post(step, { ...fields, version: '999' });
		expect([status, stateOn(text)]).toEqual([409, from]);
		for (const [name, value] of Object.entries(fields)) expect(text).toContain(shownIn(name, value));
	});

	test('from where it does not lead says where the RMA is, and shows what was typed', async ({ stage, parcel }) => {
		const bench = await benchOf(stage, parcel);
		await bench.put('closed');
		const { status, text } = await bench.technician.post(`${room(parcel)}?/${step}`, { version: '4', ...fields });
		expect(status).toBe(409);
		expect(mainOf(text)).toContain('Stato attuale dell’RMA: Chiuso');
		for (const typed of ['KTM-9999-7777', 'Main board', 'Beyond repair'].filter((one) =>
			Object.values(fields).includes(one),
		))
			expect(text).toContain(typed);
	});

	test('takes no field that its form does not have', async ({ stage, parcel }) => {
		const bench = await benchOf(stage, parcel);
		expect((await bench.post(step, { ...fields, total: '1' })).status).toBe(400);
	});
});

describe('a quote', () => {
	test.for([
		[{ 'amount-1': '1.2.3' }, 'amount-1-error'],
		[{ 'amount-1': '1e9' }, 'amount-1-error'],
		[{ 'amount-1': '' }, 'amount-1-error'],
		[{ 'text-1': '' }, 'text-1-error'],
		[{ 'text-1': '', 'amount-1': '' }, 'text-1-error'],
		[{ 'text-10': 'Cable', 'amount-10': 'much' }, 'amount-10-error'],
		[{ until: '2020-01-01' }, 'until-error'],
	] as const)(
		'with %j comes back with words at the field and all that was typed',
		async ([wrong, at], { stage, parcel }) => {
			const bench = await benchOf(stage, parcel);
			await bench.put('inspecting', false);
			const { status, text } = await bench.post('quote', { ...line, vat: 'plus VAT', ...wrong });
			expect(status).toBe(400);
			expect(text).toContain(`id="${at}"`);
			expect(text).toContain('value="plus VAT"');
			expect(await bench.state()).toBe('inspecting');
		},
	);

	test('below zero is refused', async ({ stage, parcel }) => {
		const bench = await benchOf(stage, parcel);
		await bench.put('inspecting', false);
		const { status, text } = await bench.post('quote', { ...line, 'amount-1': '-5' });
		expect([status, mainOf(text)]).toEqual([400, expect.stringContaining('non può essere inferiore a zero')]);
	});

	test('sent twice by a double click is one quote, and both clicks come to the same page', async ({
		stage,
		parcel,
	}) => {
		const bench = await benchOf(stage, parcel);
		await bench.put('inspecting', false);
		const form = { ...line, version: await bench.version(), key: `rma-${crypto.randomUUID()}-quote` };
		const post = () => bench.technician.post(`${room(parcel)}?/quote`, form);
		const answers = await Promise.all([post(), post()]);
		const both = answers.map(({ status, location }) => `${status} ${location}`);
		expect(new Set(both)).toEqual(new Set([`303 ${room(parcel)}?done=quote`]));
		const made = await stage.query('select total from rma_quote where rma_number = $1', [parcel]);
		expect(made.length).toBe(1);
	});

	test('that was declined is proposed again with its lines', async ({ stage, parcel }) => {
		const bench = await benchOf(stage, parcel);
		await bench.put('declined', false);
		const { text } = await bench.technician.get(room(parcel));
		expect(text).toContain('value="Main board"');
		expect(text).toContain('value="129,00"');
	});
});

test('a serial number that exists is refused at its field, and the unit is not replaced', async ({ stage, parcel }) => {
	const bench = await benchOf(stage, parcel);
	await bench.put('inspecting');
	const empty = await bench.post('replace', { cause: 'supply', 'serial-1': '' });
	expect([empty.status, empty.text.includes('id="serial-1-error"')]).toEqual([400, true]);
	const taken = await bench.post('replace', { cause: 'supply', 'serial-1': 'KTM 8P61 1306' });
	expect([taken.status, taken.text.includes('id="serial-1-error"')]).toEqual([409, true]);
	expect(await bench.state()).toBe('inspecting');
});

test('without warranty neither repair nor replacement is offered, nor done, before a quote is accepted', async ({
	stage,
	parcel,
}) => {
	const bench = await benchOf(stage, parcel);
	await bench.put('inspecting', false);
	const { text } = await bench.technician.get(room(parcel));
	expect(text).not.toContain('action="?/repair"');
	const { status, text: answer } = await bench.post('repair', { cause: 'supply' });
	expect([status, mainOf(answer)]).toEqual([400, expect.stringMatching(/garanzia/i)]);
});
