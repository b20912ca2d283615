import { database, type Reading } from '../../../../../database/connection.ts';
import { weave, type Stretch } from '../../../../../database/timeline.ts';
import type { Account } from '../../../../../identity/account.ts';
import type { CustomerActor } from '../../../../../identity/actor.ts';
import { Refusal } from '../../../../../refusal.ts';
import { listRmasOfUnit, type UnitRma } from '../../../../../rma/listing-of-unit.ts';
import { listTicketsOfUnit, type UnitTicket } from '../../../../../tickets/listing-of-unit.ts';
import { formatDay } from '../../../../../ui/format.ts';
import { findOwnUnit } from '../../../../../units/finding.ts';
import { findSuccession, listOwnUnitEvents } from '../../../../../units/recounting.ts';
import type { OwnStoryEvent } from '../../../../../units/story.ts';
import { subscriptionState, type Unit } from '../../../../../units/unit.ts';
import { asCustomer } from '../../../../request.server.ts';
import { shownEvent, shownTicket, shownTime, stateOfStory } from '../../../../unit-story.server.ts';
import type { PageServerLoad } from './$types';

const entriesPerPage = 30;

/** What happened to one of the customer's own units since it is his: himself, his tickets about it, the RMAs that he sent. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asCustomer(event);
	const { product, serial } = event.params;
	const unit = await findOwnUnit(database(), actor, product, serial);
	if (!unit) throw new Refusal('not-found');
	const { after } = stateOfStory(event.url);
	const [story, succession] = await Promise.all([
		weave(sourcesOf(database(), { actor, account, unitId: unit.id }), { after, limit: entriesPerPage }),
		findSuccession(database(), unit.id, actor),
	]);
	return {
		unit: { ...shownUnit(unit, account), ...succession },
		entries: story.rows.map(({ entry }) => entry),
		next: story.next,
		first: after === '',
	};
};

function shownUnit({ product, productName, serial, kind, subscriptionUntil }: Unit, account: Account) {
	const subscription = {
		state: subscriptionState(subscriptionUntil, new Date(), account.timeZone),
		until: subscriptionUntil && formatDay(subscriptionUntil, account.locale),
	};
	return { product, productName, serial, kind, subscription };
}

type Of = { actor: CustomerActor; account: Account; unitId: number };

function sourcesOf(db: Reading, { actor, account, unitId }: Of) {
	const { locale } = account;
	const rmas = async (stretch: Stretch) =>
		(await listRmasOfUnit(db, actor, { unitId, locale }, stretch)).map((one) => shownRma(one, account));
	const tickets = async (stretch: Stretch) =>
		(await listTicketsOfUnit(db, actor, unitId, stretch)).map((one) => asOwn(one, account));
	const events = async (stretch: Stretch) =>
		(await listOwnUnitEvents(db, actor, unitId, stretch)).map((one) => withDoer(one, account));
	return [rmas, tickets, events];
}

function asOwn(ticket: UnitTicket, account: Account) {
	return { place: ticket.place, entry: { ...shownTicket(ticket, account), by: ticket.by.company } };
}

function withDoer(event: OwnStoryEvent, account: Account) {
	return { place: event.place, entry: { ...shownEvent(event, account), by: event.by } };
}

function shownRma({ place, number, state, accessories, authorisedAt }: UnitRma, account: Account) {
	const asEntry = { source: 'rma' as const, icon: 'parcel' as const, key: `rma ${number}` };
	return { place, entry: { ...asEntry, number, state, accessories, ...shownTime(authorisedAt, account) } };
}
