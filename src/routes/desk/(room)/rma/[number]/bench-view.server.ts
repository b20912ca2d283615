import { database } from '../../../../../database/connection.ts';
import type { Account } from '../../../../../identity/account.ts';
import { may, type StaffActor } from '../../../../../identity/actor.ts';
import { findTrackingUrl, listCarriers, listItems, readArrivals, readForm } from '../../../../../rma/finding.ts';
import { nextSteps, needsQuote } from '../../../../../rma/next-steps.ts';
import { awaited } from '../../../../../rma/pace.ts';
import { mayBePhotographed } from '../../../../../rma/photo.ts';
import { listPhotos } from '../../../../../rma/photographing.ts';
import { listQuotes, type Quote } from '../../../../../rma/quoting.ts';
import { listSteps, readFindings } from '../../../../../rma/recalling.ts';
import type { Rma, ShownItem } from '../../../../../rma/rma.ts';
import { leads } from '../../../../../rma/steps.ts';
import { languageName } from '../../../../../ui/format.ts';
import { branchName, branchZone, currentOffices } from '../../../../offices.server.ts';
import { limitOf, shownParcel } from '../rma-view.server.ts';
import { proposedQuote } from './quote-form.server.ts';
import { shownItems, shownQuotes, shownSteps, shownTime } from './bench-parts.server.ts';

type Reader = { actor: StaffActor; account: Account };

/** What the page of an RMA shows. */
export async function benchView(rma: Rma, { actor, account }: Reader, now: Date) {
	const db = database();
	const { locale } = account;
	const [items, form, arrivals, steps, findings, quotes, photos, today] = await Promise.all([
		listItems(db, rma, locale),
		readForm(db, rma),
		readArrivals(db, rma),
		listSteps(db, rma),
		readFindings(db, rma),
		listQuotes(db, rma),
		listPhotos(db, rma),
		todayAt(rma),
	]);
	return {
		rma: await shownRma(rma, account),
		authorisedBy: steps.find(({ step }) => step === 'authorise')?.by ?? '',
		pace: await paceOf(rma, quotes, account, now),
		...findings,
		...(await offered(rma, { actor, items })),
		items: shownItems(items, form, arrivals, locale),
		parcel: rma.completedAt && shownParcel(form.parcel, locale),
		steps: shownSteps(steps, account),
		photos: photos.map(({ takenAt, ...photo }) => ({ ...photo, time: shownTime(takenAt, account) })),
		quotes: shownQuotes(quotes, today, account),
		proposed: proposedQuote(quotes[0], locale, today),
		shipments: await shipmentsOf(rma),
		key: `rma-${crypto.randomUUID()}`,
	};
}

/** The day that it is at the branch of an RMA, 'YYYY-MM-DD'. */
export async function todayAt({ branchId }: Pick<Rma, 'branchId'>): Promise<string> {
	return Temporal.Now.plainDateISO(branchZone(await currentOffices(), branchId)).toString();
}

async function shownRma(rma: Rma, reader: Account) {
	const { number, ticketNumber, customerCode, company, state, version, inWarranty, instructions } = rma;
	const isUnused = state === 'authorised' || state === 'form_complete';
	return {
		number,
		ticketNumber,
		customerCode,
		company,
		state,
		version,
		inWarranty,
		instructions,
		language: languageName(rma.locale, reader.locale),
		branch: branchName(await currentOffices(), rma.branchId),
		authorised: shownTime(rma.authorisedAt, reader),
		completed: rma.completedAt && shownTime(rma.completedAt, reader),
		expires: isUnused ? shownTime(rma.expiresAt, reader) : null,
	};
}

/** Whose turn it is and until when, by the working days of its branch. */
async function paceOf(rma: Rma, [quote]: Quote[], reader: Account, now: Date) {
	const offices = await currentOffices();
	const since = limitOf(rma, quote?.validUntil ?? null, offices);
	return {
		awaits: awaited(rma.state),
		isOverdue: since ? since <= now : false,
		// The last minute of a quote's last day says more than the first of the day after.
		due: since ? shownTime(since <= now ? since : lastMoment(rma, since), reader) : null,
	};
}

function lastMoment({ state }: Rma, ends: Date): Date {
	return state === 'quoted' ? new Date(ends.getTime() - 60_000) : ends;
}

/** The steps that this member of staff may take, and what their forms propose. */
async function offered(rma: Rma, { actor, items }: { actor: StaffActor; items: ShownItem[] }) {
	const mayWork = may(actor, 'support');
	const { main, others } = nextSteps(rma);
	const units = items.filter(({ accessory }) => accessory === null).map(({ nth, serial }) => ({ nth, serial }));
	const possible = others.filter((step) => step !== 'replace' || units.length > 0);
	// Before that it is photographed where it is received.
	const isHere = !leads('refuse', rma.state, 'support');
	return {
		mayWork,
		mayPhotograph: mayWork && isHere && mayBePhotographed(rma.state),
		next: mayWork ? { main, others: possible } : { main: null, others: [] },
		quoteFirst: needsQuote(rma),
		units,
		carriers: mayWork ? (await listCarriers(database())).map(({ name }) => name) : [],
	};
}

/** Both ways, each where it is known. */
async function shipmentsOf({ carrier, tracking, returnCarrier, returnTracking }: Rma) {
	const there = { way: 'in' as const, carrier, tracking };
	const back = { way: 'home' as const, carrier: returnCarrier, tracking: returnTracking };
	const known = [there, back].filter((one) => one.carrier !== '');
	return Promise.all(
		known.map(async (one) => ({ ...one, url: await findTrackingUrl(database(), one.carrier, one.tracking) })),
	);
}
