import { lastChange, listCancelled, listShown } from '../announcements/finding.ts';
import type { Announcement } from '../announcements/announcement.ts';
import { zoneOf, type Branch } from '../branches/branch.ts';
import type { WorkingCalendar } from '../branches/calendar.ts';
import { calendarOf } from '../branches/calendars.ts';
import type { Closure } from '../branches/closure.ts';
import { listClosures } from '../branches/closure-finding.ts';
import { listBranches } from '../branches/finding.ts';
import { database } from '../database/connection.ts';
import type { Account, Locale } from '../identity/account.ts';
import { formatTime } from '../ui/format.ts';

/** A branch with its calendar, closures taken off. */
export type Office = { branch: Branch; calendar: WorkingCalendar };

/** What every page may want to say about the maker's offices: who is where, who is away when, and what is announced. */
export type Offices = {
	offices: Office[];
	closures: Closure[];
	announcements: Announcement[];
	/** For calendars, which hold what was announced before. */
	cancelled: Announcement[];
	/** When either was last changed; null: never. */
	announcedAt: Date | null;
};

// Every page shows some of it, and it changes a few times a month. What decides anything asks the database instead.
const keptMs = 5_000;
let known: { offices: Promise<Offices>; until: number } | undefined;

export function currentOffices(): Promise<Offices> {
	if (!known || known.until < Date.now()) {
		const offices = readOffices();
		offices.catch(() => (known = undefined));
		known = { offices, until: Date.now() + keptMs };
	}
	return known.offices;
}

/** After a change by this process; the others see it within seconds. */
export function forgetOffices(): void {
	known = undefined;
}

async function readOffices(): Promise<Offices> {
	const db = database();
	// Asked first: what changes between the two questions then counts as newer than it says, which is asked for again.
	const announcedAt = await lastChange(db);
	const [branches, closures, announcements, cancelled] = await Promise.all([
		listBranches(db),
		listClosures(db),
		listShown(db),
		listCancelled(db),
	]);
	const offices = branches.map((branch) => ({ branch, calendar: calendarOf(branch, closures) }));
	return { offices, closures, announcements, cancelled, announcedAt };
}

/** The branches as `OfficeLines` shows them: country, telephone, whether each is at work and until when. */
export async function listOffices(locale: Locale) {
	const now = new Date();
	const countries = new Intl.DisplayNames(locale, { type: 'region' });
	const { offices } = await currentOffices();
	return offices.map((office) => ({
		country: countries.of(office.branch.country) ?? office.branch.country,
		phone: office.branch.phone,
		...stateOf(office, now, locale),
	}));
}

/** Whether the customer's branch is at work and until when, in his own time, as `OfficeState` shows it. */
export async function officeStateFor({ branchId, locale, timeZone }: Account) {
	const now = new Date();
	const office = (await currentOffices()).offices.find(({ branch }) => branch.id === branchId);
	if (!office) return null;
	const shown = stateOf(office, now, locale, timeZone);
	return { ...shown, isElsewhere: shown.until !== stateOf(office, now, locale).until };
}

/** Whether an office is at work, and until when in its own time or in another. */
export function stateOf({ branch, calendar }: Office, now: Date, locale: Locale, timeZone = branch.timeZone) {
	const { open, until } = calendar.stateAt(now);
	return { open, until: until && formatTime(until, now, locale, timeZone) };
}

/** What a branch is called; null for none. */
export function branchName({ offices }: Offices, id: number | null): string | null {
	return offices.find(({ branch }) => branch.id === id)?.branch.legalName ?? null;
}

/** The zone whose clock counts for a branch, or for all of them. */
export function branchZone({ offices }: Pick<Offices, 'offices'>, id: number | null): string {
	const branches = offices.map(({ branch }) => branch);
	return zoneOf(id, branches);
}
