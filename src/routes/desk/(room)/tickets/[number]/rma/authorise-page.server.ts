import { randomUUID } from 'node:crypto';
import { findCustomer } from '../../../../../../customers/finding.ts';
import { database } from '../../../../../../database/connection.ts';
import { isLocale, type Account, type Locale } from '../../../../../../identity/account.ts';
import type { StaffActor } from '../../../../../../identity/actor.ts';
import {
	instructionsFor,
	type ProposedDestination,
	type ProposedUnit,
	type UnderWay,
} from '../../../../../../rma/proposal.ts';
import { listDestinations, proposedAtOnce, proposeItems } from '../../../../../../rma/proposing.ts';
import type { Ticket } from '../../../../../../tickets/ticket.ts';
import { formatDateTime, formatDay } from '../../../../../../ui/format.ts';
import { kindWord } from '../../../../../../units/unit-words.ts';
import { subscriptionState } from '../../../../../../units/unit.ts';
import { unitsIn, type Filled } from './authorise-form.server.ts';

type Who = { actor: StaffActor; account: Account };
type Sender = { id: number; code: string; company: string; locale: Locale; part: 'opener' | 'holder' };

/** Everything the form shows, with what was typed so far or what is proposed; `to` and `from` are what is chosen of both. */
export async function authorisePage({ actor, account }: Who, ticket: Ticket, filled?: Filled) {
	const items = filled?.items ?? (ticket.unitId ? [String(ticket.unitId)] : []);
	const search = filled?.values['search'] ?? '';
	const looking = { search, chosen: unitsIn(items), locale: account.locale };
	const [senders, destinations, { units, more }] = await Promise.all([
		findSenders(ticket),
		listDestinations(database()),
		proposeItems(database(), actor, ticket.number, looking),
	]);
	const isFound = ({ id, isOfTicket }: ProposedUnit) => !isOfTicket && !looking.chosen.includes(id);
	const values = { ...proposedValues(ticket, senders, destinations), ...filled?.values };
	const from = senders.find(({ code }) => code === values['sender']);
	const to = destinations.find(({ slug }) => slug === values['branch']);
	return {
		choices: { senders, destinations, from, to },
		page: {
			...pageOf(ticket),
			...instructionsOf(values, { senders, destinations, from, to }, account.locale),
			values,
			items,
			units: units.map((unit) => unitView(unit, account)),
			further: more || search ? { first: more ? proposedAtOnce : null, isFound: units.some(isFound) } : null,
			senders: senders.map(({ code, company, locale, part }) => ({
				code,
				company,
				part,
				language: languageIn(account.locale, locale),
			})),
			branches: destinations.map(({ slug, name, address }) => ({ slug, name, address: address.split('\n') })),
			key: randomUUID(),
		},
	};
}

function pageOf({ number, subject, customerCode, company }: Ticket) {
	return { ticket: { number, subject, customerCode, company } };
}

/** The one who asked, and the one whose unit it is, where that is another. */
async function findSenders({ openerId, holderId }: Ticket): Promise<Sender[]> {
	const parts = [
		{ id: openerId, part: 'opener' as const },
		...(holderId === openerId ? [] : [{ id: holderId, part: 'holder' as const }]),
	];
	return Promise.all(
		parts.map(async ({ id, part }) => {
			const { code, company, locale } = await findCustomer(database(), id);
			return { id, code, company, part, locale: isLocale(locale) ? locale : ('en' as const) };
		}),
	);
}

function proposedValues(
	{ branchId }: Ticket,
	senders: Sender[],
	destinations: ProposedDestination[],
): Record<string, string> {
	const branch = destinations.find(({ id }) => id === branchId)?.slug ?? '';
	return { sender: senders[0]?.code ?? '', branch, days: '30' };
}

type Choices = {
	senders: Sender[];
	destinations: ProposedDestination[];
	from: Sender | undefined;
	to: ProposedDestination | undefined;
};

/**
 * How to send it: what was typed, or the chosen branch's words in the chosen sender's language as long as nobody has touched what was
 * proposed. `changed`: those are others than whoever sent the form had before his eyes.
 */
function instructionsOf(values: Record<string, string>, { senders, destinations, from, to }: Choices, reader: Locale) {
	const typed = values['instructions'];
	const [slug, code] = (values['shown'] ?? '').split(' ');
	const before = proposalOf(
		destinations.find((one) => one.slug === slug),
		senders.find((one) => one.code === code),
	);
	const now = proposalOf(to, from);
	const isUntouched = typed === undefined || plain(typed) === plain(before.text);
	const isOther = isUntouched && from !== undefined && now.text !== '' && now.language !== from.locale;
	return {
		instructions: isUntouched ? now.text : typed,
		shown: `${to?.slug ?? ''} ${from?.code ?? ''}`,
		changed: typed !== undefined && isUntouched && plain(now.text) !== plain(typed),
		language: from ? { company: from.company, name: languageIn(reader, from.locale) } : null,
		otherLanguage: isOther ? languageIn(reader, now.language) : null,
	};
}

function proposalOf(to: ProposedDestination | undefined, from: Sender | undefined): { text: string; language: Locale } {
	return to && from ? instructionsFor(to, from.locale) : { text: '', language: 'en' };
}

/** Browsers send lines that end in two characters. */
function plain(text: string): string {
	return text.replaceAll('\r\n', '\n').trim();
}

function languageIn(reader: Locale, language: Locale): string {
	return new Intl.DisplayNames(reader, { type: 'language' }).of(language) ?? language;
}

function unitView(unit: ProposedUnit, { locale, timeZone }: Account) {
	const { id, serial, productName, kind, subscriptionUntil: until, since, isOfTicket, underWay, accessories } = unit;
	return {
		item: String(id),
		serial,
		product: [productName, kindWord(kind)].filter(Boolean).join(' '),
		subscription: {
			state: subscriptionState(until, new Date(), timeZone),
			until: until && formatDay(until, locale),
		},
		since: formatDateTime(since, locale, timeZone, 'date'),
		isOfTicket,
		way: wayView(underWay),
		accessories: accessories.map((one) => ({
			item: `${id}/${one.slug}`,
			name: one.name,
			way: wayView(one.underWay),
		})),
	};
}

function wayView(way: UnderWay | null) {
	return way && { number: way.number, href: way.mayOpen ? `/desk/rma/${way.number}` : null };
}
