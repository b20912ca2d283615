import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { locales } from '../identity/account.ts';
import { proposeHolidays } from './holiday-proposing.ts';

const zones = {
	IT: 'Europe/Rome',
	FR: 'Europe/Paris',
	ES: 'Europe/Madrid',
	KZ: 'Asia/Almaty',
	IN: 'Asia/Kolkata',
	BR: 'America/Sao_Paulo',
	AE: 'Asia/Dubai',
	CN: 'Asia/Shanghai',
};

const propose = (country: keyof typeof zones, year: number) => proposeHolidays(country, year, zones[country]);

async function daysOf(country: keyof typeof zones, year: number): Promise<string[]> {
	return (await propose(country, year)).map(({ date }) => String(date).slice(5));
}

describe('the public holidays proposed', () => {
	const italian = ['01-01', '01-06', '04-25', '05-01', '06-02', '08-15', '10-04', '11-01', '12-08', '12-25', '12-26'];
	const easters: [number, string[]][] = [
		[2026, ['04-05', '04-06']],
		[2027, ['03-28', '03-29']],
		[2028, ['04-16', '04-17']],
	];
	test.each(easters)('for Italy in %i are those of the law, Saint Francis of 2026 included', async (year, easter) => {
		expect(await daysOf('IT', year)).toEqual([...italian, ...easter].sort());
	});

	test('for Italy in 2025 know nothing of Saint Francis yet', async () => {
		expect(await daysOf('IT', 2025)).not.toContain('10-04');
	});

	const french = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'];
	const afterEaster: [number, string[]][] = [
		[2026, ['04-06', '05-14', '05-25']],
		[2027, ['03-29', '05-06', '05-17']],
		[2028, ['04-17', '05-25', '06-05']],
	];
	test.each(afterEaster)('for France in %i move with Easter where they should', async (year, moving) => {
		expect(await daysOf('FR', year)).toEqual([...french, ...moving].sort());
	});

	const spanish = ['01-01', '01-06', '05-01', '08-15', '10-12', '11-01', '12-06', '12-08', '12-25'];
	const goodFridays: [number, string][] = [
		[2026, '04-03'],
		[2027, '03-26'],
		[2028, '04-14'],
	];
	test.each(goodFridays)('for Spain in %i are those of all its regions', async (year, goodFriday) => {
		expect(await daysOf('ES', year)).toEqual([...spanish, goodFriday].sort());
	});

	test('for any country lie in order, in the year, one for a day', async () => {
		for (const country of ['KZ', 'IN', 'BR', 'AE', 'CN'] as const) {
			const days = (await propose(country, 2027)).map(({ date }) => String(date));
			expect(days.length, country).toBeGreaterThan(5);
			expect(days, country).toEqual([...new Set(days)].sort());
			expect(days.every((day) => day.startsWith('2027-'))).toBe(true);
		}
	});

	test('are none for a country that nobody knows', async () => {
		expect(await proposeHolidays('XX', 2027, 'UTC')).toEqual([]);
	});

	test('are whole days', async () => {
		const chinese = (await propose('CN', 2027)).map(({ date }) => String(date));
		expect(chinese).toContain('2027-10-01');
		// Half of Women's Day is free there.
		expect(chinese).not.toContain('2027-03-08');
	});

	test('of several days are so many', async () => {
		const days = await daysOf('AE', 2026);
		expect(days).toEqual(expect.arrayContaining(['05-27', '05-28', '05-29']));
	});
});

describe('a public holiday', () => {
	test('is a whole day in its branch’s zone', async () => {
		const [newYear] = await propose('BR', 2027);
		expect(newYear?.startsAt).toEqual(new Date('2027-01-01T03:00:00Z'));
		expect(newYear?.endsAt).toEqual(new Date('2027-01-02T03:00:00Z'));
	});

	test('is 23 or 25 hours long when the clock changes in it, and only then', async () => {
		// Easter of 2027 is the Sunday on which summer time begins; on the 25th of October 2026 Kazakhs do not change theirs, Romans would.
		const hours = async (country: keyof typeof zones, year: number, zone = zones[country]) =>
			new Map(
				(await proposeHolidays(country, year, zone)).map(({ date, startsAt, endsAt }) => [
					String(date),
					(endsAt.getTime() - startsAt.getTime()) / 3_600_000,
				]),
			);
		const italian = await hours('IT', 2027);
		expect(italian.get('2027-03-28')).toBe(23);
		expect([...italian.values()].filter((length) => length !== 24)).toEqual([23]);
		expect((await hours('KZ', 2026)).get('2026-10-25')).toBe(24);
		expect((await hours('KZ', 2026, 'Europe/Rome')).get('2026-10-25')).toBe(25);
	});

	test('has a name of its own in each language, where the maker has branches', async () => {
		const named = new Map<string, Set<string>>();
		for (const country of ['IT', 'FR', 'ES'] as const)
			for (const year of [2026, 2027, 2028])
				for (const { names } of await propose(country, year))
					for (const locale of locales) named.set(names.en, (named.get(names.en) ?? new Set()).add(names[locale]));
		expect([...named].filter(([, names]) => names.size < locales.length)).toEqual([]);
		const letters = [...named.values()].map((names) => [...names].at(-1) ?? '');
		expect(letters.filter((name) => !/^[А-Яа-яё ]+$/.test(name))).toEqual([]);
	});

	test('has its English name in languages in which nobody has another', async () => {
		const nauryz = (await propose('KZ', 2027)).find(({ date }) => String(date) === '2027-03-22');
		expect(nauryz?.names).toMatchObject({ en: 'Nauryz', it: 'Nauryz', ru: 'Наурыз мейрамы' });
	});

	test('that another day stands for says so', async () => {
		const substitute = (await propose('KZ', 2026)).find(({ date }) => String(date) === '2026-10-26');
		expect(substitute?.names.ru).toBe('День Республики (перенос выходного)');
	});
});

test('the calendars of the world are not in memory before somebody asks for holidays', { timeout: 60_000 }, () => {
	const counts = execFileSync(process.execPath, ['--input-type=module', '--eval', probe], { encoding: 'utf8' });
	const [before, after] = counts.trim().split(' ').map(Number);
	expect(before).toBe(0);
	expect(after).toBeGreaterThan(0);
});

/** A program that says how many files of the calendars Node has loaded before it asks for holidays, and after. */
const probe = `
	import { createRequire } from 'node:module';
	import { proposeHolidays } from './src/branches/holiday-proposing.ts';
	const { cache } = createRequire(import.meta.url);
	const loaded = () => Object.keys(cache).filter((path) => path.includes('moment-timezone')).length;
	const before = loaded();
	await proposeHolidays('IT', 2027, 'Europe/Rome');
	console.log(before, loaded());
`;
