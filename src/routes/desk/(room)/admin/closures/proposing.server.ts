import type { Texts } from '../../../../../announcements/publishing.ts';
import type { ClosureKind } from '../../../../../branches/closure.ts';
import { wallClockOf } from '../../../../../branches/wall-clock.ts';
import { locales } from '../../../../../identity/account.ts';
import { m } from '../../../../../paraglide/messages.js';
import { typedTexts } from '../texts-form.server.ts';

// Customers plan their own work by it: a day is the least, a fortnight is what is proposed (product.md B5).
const proposedDaysAhead = 14;

/** A new closure of a kind as its form begins: a fortnight ahead, with words in every language. */
export function proposalOf(kind: ClosureKind, timeZone: string, now: Date): Record<string, string> {
	const ahead = new Date(now.getTime() + proposedDaysAhead * 86_400_000);
	const { day } = wallClockOf(ahead, timeZone);
	const next = Temporal.PlainDate.from(day).add({ days: 1 }).toString();
	const isEvening = kind === 'maintenance';
	return {
		kind,
		branch: '',
		planned: 'planned',
		'start-day': day,
		'start-time': isEvening ? '20:00' : '00:00',
		'end-day': isEvening ? day : next,
		'end-time': isEvening ? '22:00' : '00:00',
		'no-tickets': 'on',
		'no-messages': 'on',
		...typedTexts(proposedTexts(kind)),
	};
}

/** What a closure of a kind may be announced with. */
function proposedTexts(kind: ClosureKind): Texts {
	const { title, body } = words[kind];
	const pairs = locales.map((locale) => [locale, { title: title({}, { locale }), body: body({}, { locale }) }]);
	return Object.fromEntries(pairs) as Texts;
}

type Words = { title: typeof m.planning_words_maintenance_title; body: typeof m.planning_words_maintenance_body };

const words: Record<ClosureKind, Words> = {
	company_holiday: { title: m.planning_words_company_holiday_title, body: m.planning_words_company_holiday_body },
	maintenance: { title: m.planning_words_maintenance_title, body: m.planning_words_maintenance_body },
	public_holiday: { title: m.planning_words_public_holiday_title, body: m.planning_words_public_holiday_body },
};
