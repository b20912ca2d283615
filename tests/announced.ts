import { cancelPublished, publishClosure, type Texts } from '../src/announcements/publishing.ts';
import { thePortal } from '../src/audit/entry.ts';
import type { PlannedClosure } from '../src/branches/closure-planning.ts';
import { connect, disconnect, type Writing } from '../src/database/connection.ts';
import { locales } from '../src/identity/account.ts';
import { announce } from './announcing.ts';
import { test as base, until } from './demonstration.ts';

export const hour = 3_600_000;
/** The title that the closed office’s announcement has in every language, before the language’s name. */
export const away = 'Congés </script><i>';
export const now = new Date(Math.floor(Date.now() / 1000) * 1000);
export const inHours = (hours: number) => new Date(now.getTime() + hours * hour);

function closureOf(branchId: number | null, startsAt: Date): PlannedClosure {
	const kind = branchId === null ? 'maintenance' : 'company_holiday';
	const stops = { noNewTickets: true, noMessages: true, portalOff: false };
	return {
		kind,
		branchId,
		startsAt,
		endsAt: new Date(startsAt.getTime() + 30 * hour),
		...stops,
		unplannedBecause: null,
	};
}

function textsOf(title: string): Texts {
	const body = 'Первая строка; и\nвторая, подлиннее.\n\n<b>Past</b> ]]> & \u0007 end.';
	return Object.fromEntries(locales.map((locale) => [locale, { title: `${title} ${locale}`, body }])) as Texts;
}

async function publish(trx: Writing): Promise<void> {
	const { id: france } = await trx
		.selectFrom('branch')
		.select('id')
		.where('slug', '=', 'france')
		.executeTakeFirstOrThrow();
	const say = (title: string, closure: PlannedClosure) =>
		publishClosure(trx, thePortal, { closure, texts: textsOf(title) }, now);
	await say(away, closureOf(france, inHours(72)));
	await say('Maintenance', closureOf(null, inHours(48)));
	const id = await say('Inventaire', closureOf(france, inHours(240)));
	await cancelPublished(trx, thePortal, { id, version: 1 }, now);
	await announce(trx, { audience: 'nobody' }, now);
}

/** What the portal tells the world: an office that is away, maintenance, a closure that was cancelled, and something else. */
export const test = base.extend('origin', { scope: 'file' }, async ({ stage }) => {
	await connect(stage.databaseUrl, 1).transaction().execute(publish);
	await disconnect();
	const { origin } = stage.portal;
	// Pages know what is announced within five seconds.
	await until(async () => (await ask(`${origin}/announcements.js`)).text.includes('Congés'), 'announced');
	return origin;
});

export async function ask(url: string, headers: Record<string, string> = {}, method = 'GET') {
	const answer = await fetch(url, { method, headers });
	return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
