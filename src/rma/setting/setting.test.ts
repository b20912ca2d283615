import { describe, expect, test } from 'vitest';
import { printable, type Details } from '../../../tests/papers.ts';
import { readPdf, type Piece } from '../../../tests/pdf.ts';
import { locales, type Locale } from '../../identity/account.ts';
import { wordPaper } from '../wording.ts';
import { setPaper } from './setting.ts';
import { readTypeface } from './typeface.ts';

const face = readTypeface();
const set = (locale: Locale, details?: Details) => setPaper(wordPaper(printable(locale, details)), face);
const read = async (locale: Locale, details?: Details) => readPdf(await set(locale, details));

const faults: Record<Locale, string> = {
	en: 'The LED stays “red” – naïve, isn’t it?',
	it: 'Non si accende più: perché? Città di Forlì, 25 €.',
	fr: 'Ne s’allume plus, ça gêne ; cœur de l’œuvre, 25 €.',
	es: '¿No se enciende? Mañana, señor Muñoz, 25 €.',
	ru: 'Не включается: ёмкость, подъезд № 5, «Щёлково».',
};
const titles: Record<Locale, string> = {
	en: 'RMA 10001 · Return form',
	it: 'RMA 10001 · Modulo di reso',
	fr: 'RMA 10001 · Formulaire de retour',
	es: 'RMA 10001 · Formulario de devolución',
	ru: 'RMA 10001 · Форма возврата',
};
const dates: Record<Locale, string> = {
	en: '01/03/2024',
	it: '01/03/2024',
	fr: '01/03/2024',
	es: '01/03/2024',
	ru: '01.03.2024',
};
const incomplete: Record<Locale, string> = {
	en: 'Incomplete',
	it: 'Incompleto',
	fr: 'Incomplet',
	es: 'Incompleto',
	ru: 'Неполная форма',
};

const over: Record<Locale, string[]> = {
	en: ['Refused', 'Expired', 'Cancelled'],
	it: ['Respinto', 'Scaduto', 'Annullato'],
	fr: ['Refusé', 'Expiré', 'Annulé'],
	es: ['Rechazado', 'Caducado', 'Anulado'],
	ru: ['Не принят', 'Истёк', 'Отменён'],
};

const words = (count: number) => Array.from({ length: count }, (_, index) => `w${String(index).padStart(5, '0')}`);

function overlap(a: Piece, b: Piece): boolean {
	return a !== b && Math.abs(a.baseline - b.baseline) < 6 && a.left < b.right - 1 && b.left < a.right - 1;
}

describe.each(locales)('the paper in %s', { timeout: 60_000 }, (locale) => {
	test('says what was written, letter by letter, with dates as they are written there', async () => {
		const { text } = await read(locale, { fault: faults[locale] });
		expect(text).toContain(faults[locale]);
		expect(text).toContain(dates[locale]);
	});

	test('is tagged, and names its language and its title', async () => {
		const { isTagged, language, title } = await read(locale);
		expect({ isTagged, language, title }).toEqual({ isTagged: true, language: locale, title: titles[locale] });
	});

	test('says across every page that it is incomplete', async () => {
		const { pages } = await read(locale, { incomplete: true, fault: faults[locale].repeat(100) });
		expect(pages.length).toBeGreaterThan(1);
		for (const page of pages) expect(page).toContain(incomplete[locale]);
	});

	test('says across every page that its RMA was refused, has expired or was cancelled', async () => {
		for (const [index, state] of (['refused', 'expired', 'cancelled'] as const).entries()) {
			const { pages } = await read(locale, { state, fault: faults[locale].repeat(100) });
			expect(pages.length).toBeGreaterThan(1);
			for (const page of pages) expect(page).toContain(over[locale][index]);
		}
	});
});

describe('the paper', { timeout: 60_000 }, () => {
	test('counts its pages, and names the RMA on each', async () => {
		const { pages } = await read('en', { fault: 'word '.repeat(1000), units: 3 });
		expect(pages.length).toBeGreaterThan(3);
		for (const [index, page] of pages.entries()) {
			expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
			expect(page).toContain('RMA 10001');
		}
	});

	test('has two pages in the common case, the label on the second', async () => {
		const { pages } = await read('en');
		expect(pages).toHaveLength(2);
		expect(pages[1]).toContain('Address label');
	});

	test('bears the first sixteen digits of the form’s hash on each page', async () => {
		const { pages } = await read('en');
		for (const page of pages) expect(page).toContain('Form fingerprint a3f19c0d5e2b7788');
	});

	test('says everything to whoever hears it: headings, a table of what belongs to a unit, and what the barcodes hold', async () => {
		const { elements } = await read('en');
		const roles = new Set(elements.map(({ role }) => role));
		expect([...roles]).toEqual(
			expect.arrayContaining(['Document', 'H1', 'H2', 'H3', 'P', 'L', 'Table', 'TH', 'Figure']),
		);
		const called = elements.filter(({ role }) => role === 'Figure').map(({ alt }) => alt);
		expect(called).toEqual(expect.arrayContaining(['Code 128 barcode: RMA-10001', 'Data Matrix code: RMA-10001-1']));
		expect(called.every(Boolean)).toBe(true);
	});

	test('says of each accessory which of the three boxes is ticked', async () => {
		const { elements } = await read('en');
		const rows = elements.filter(({ role }) => role === 'TR').slice(1);
		const ticks = rows.map(({ children }) => children.slice(1).map((cell) => cell.children[0]?.alt ?? ''));
		expect(ticks).toEqual([
			['In the parcel', '', ''],
			['', 'Missing', ''],
			['', '', 'Never had it'],
		]);
	});

	test('takes five thousand characters over several pages and loses none', async () => {
		const written = words(714);
		const { text } = await read('en', { fault: written.join(' ') });
		expect(text.match(/w\d{5}/g)).toEqual(written);
	});

	test('takes a word of five thousand letters', async () => {
		const { text } = await read('en', { fault: 'W'.repeat(5000) });
		expect(text.match(/W+/g)?.reduce((sum, part) => sum + part.length, 0)).toBe(5000);
	});

	test('takes markup for text', async () => {
		const { text } = await read('en', { fault: '<script>alert(1)</script> & \\(x\\) %PDF' });
		expect(text).toContain('<script>alert(1)</script> & \\(x\\) %PDF');
	});

	test('turns no text around and shows nothing unseen', async () => {
		const { text } = await read('en', { fault: 'a\u202Ecod\u202C.exe\u200B\u0000\u0007 end' });
		expect(text).toContain('acod.exe end');
	});

	test('shows one replacement for each character that its font lacks', async () => {
		const { text } = await read('en', { fault: 'ECU 漢字 and 👩‍👩‍👧 and אב.' });
		expect(text).toContain('ECU \uFFFD\uFFFD and \uFFFD and \uFFFD\uFFFD.');
	});

	test('draws an accent that was typed apart from its letter', async () => {
		const { text } = await read('it', { fault: 'Perche\u0301' });
		expect(text).toContain('Perché');
	});

	test('keeps within its pages and lays nothing over anything with the longest texts', async () => {
		const parcel = {
			company: 'W'.repeat(150),
			street: 'Street '.repeat(42),
			contact: 'M'.repeat(100),
			city: 'X'.repeat(100),
		};
		const accessories = {
			'usb-cable': 'missing',
			...Object.fromEntries(words(30).map((name) => [name, 'missing'])),
		} as const;
		const fault = 'A long story. '.repeat(350);
		const { pages, pieces } = await read('en', {
			parcel,
			fault,
			item: { accessories },
			instructions: 'Pack it. '.repeat(440),
			units: 3,
		});
		expect(pages.at(-1)).toContain('Address label');
		for (const page of pieces) {
			expect(page.filter(({ left, right }) => left < 55 || right > 541)).toEqual([]);
			// The form's fingerprint and the page's number.
			expect(page.filter(({ baseline }) => baseline < 70)).toHaveLength(2);
			expect(page.filter((piece) => page.some((other) => overlap(piece, other)))).toEqual([]);
		}
	});

	test('is the same bytes whenever it is printed', async () => {
		expect(await set('ru')).toEqual(await set('ru'));
	});
});
