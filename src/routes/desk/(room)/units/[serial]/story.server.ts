import type { Reading } from '../../../../../database/connection.ts';
import { weave, type Stretch } from '../../../../../database/timeline.ts';
import type { Account } from '../../../../../identity/account.ts';
import type { StaffActor } from '../../../../../identity/actor.ts';
import { countRmasElsewhere, listRmasOfUnit, type UnitRma } from '../../../../../rma/listing-of-unit.ts';
import { countTicketsElsewhere, listTicketsOfUnit, type UnitTicket } from '../../../../../tickets/listing-of-unit.ts';
import { listUnitEvents } from '../../../../../units/recounting.ts';
import type { StoryEvent, StoryFilter } from '../../../../../units/story.ts';
import { shownEvent, shownTicket, shownTime, stateOfStory } from '../../../../unit-story.server.ts';

const entriesPerPage = 40;

type Of = { actor: StaffActor; account: Account; unitId: number };

/** A page of everything that happened to a unit, as the address asks for it, and how much of it is in branches that he does not see. */
export async function readStory(db: Reading, of: Of, address: URL) {
	const { filter, after } = stateOfStory(address);
	const [{ rows, next }, tickets, rmas] = await Promise.all([
		weave(sourcesOf(db, of, filter), { after, limit: entriesPerPage }),
		shows(filter, 'tickets') ? countTicketsElsewhere(db, of.actor, of.unitId) : 0,
		shows(filter, 'rma') ? countRmasElsewhere(db, of.actor, of.unitId) : 0,
	]);
	return { filter, entries: rows.map(({ entry }) => entry), next, first: after === '', elsewhere: { tickets, rmas } };
}

const shows = (filter: StoryFilter, part: StoryFilter) => filter === 'all' || filter === part;

function sourcesOf(db: Reading, { actor, account, unitId }: Of, filter: StoryFilter) {
	const { locale } = account;
	const none = async () => [];
	const rmas = async (stretch: Stretch) =>
		(await listRmasOfUnit(db, actor, { unitId, locale }, stretch)).map((one) => shownRma(one, account));
	const tickets = async (stretch: Stretch) =>
		(await listTicketsOfUnit(db, actor, unitId, stretch)).map((one) => withOpener(one, account));
	const events = async (stretch: Stretch) =>
		(await listUnitEvents(db, unitId, filter, stretch)).map((one) => withDoer(one, account));
	return [shows(filter, 'rma') ? rmas : none, shows(filter, 'tickets') ? tickets : none, events];
}

function withOpener(ticket: UnitTicket, account: Account) {
	const { code, company } = ticket.by;
	return { place: ticket.place, entry: { ...shownTicket(ticket, account), code, by: company } };
}

function withDoer(event: StoryEvent, account: Account) {
	return { place: event.place, entry: { ...shownEvent(event, account), by: event.by } };
}

function shownRma({ place, authorisedAt, steps, ...rma }: UnitRma, account: Account) {
	const taken = steps.map(({ at, ...step }) => ({ ...step, time: shownTime(at, account).time }));
	const asEntry = { source: 'rma' as const, icon: 'parcel' as const, key: `rma ${rma.number}` };
	const by = steps[0]?.by ?? '';
	return { place, entry: { ...asEntry, ...rma, by, steps: taken, ...shownTime(authorisedAt, account) } };
}
