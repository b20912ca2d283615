import { iconHash } from '../../src/branches/icon.ts';
import { maker } from '../cast.ts';
import { factorOf } from './administering.ts';
import { oneTooMany, type Entry } from './entry.ts';
import type { Person } from './people.ts';
import {
	anybody,
	customers,
	desk,
	door,
	everybody,
	leadsTo,
	owners,
	stopAt,
	type Outcome,
	type Rule,
} from './rules.ts';
import type { Thing } from './thing.ts';

// A login there leads out of this world: whether it is the right one is tried in its own tests.
const noService = { provider: '799999' };

const doors: Record<string, Entry> = {
	'LOAD /': { rule: everybody },
	'LOAD /(portal)': { rule: everybody },
	'GET /': { rule: (person, thing) => home(person, thing) },
	'GET /login': { rule: door('customer', '/tickets') },
	'POST /login': { rule: door('customer', '/tickets'), ignoresOtherFields: true },
	'GET /desk/login': { rule: door('staff', '/desk/queue') },
	'POST /desk/login': { rule: door('staff', '/desk/queue'), ignoresOtherFields: true },
	'GET /desk/login/with/[provider]': { at: noService, rule: leadsTo('/desk/login') },
	'POST /desk/login/with/[provider]?/start': { at: noService, rule: () => 'missing', ignoresOtherFields: true },
	'GET /desk/login/with/[provider]/back': { at: noService, rule: () => 'missing' },
	'GET /logout': { rule: (person) => ({ to: person.kind !== 'outside' && person.step === 'open' ? '/' : '/login' }) },
	'POST /logout': {
		rule: ({ kind }) => ({ to: kind === 'staff' ? '/desk/login' : '/login' }),
		endsSession: true,
		ignoresOtherFields: true,
	},
	'POST /language': { rule: everybody, ignoresOtherFields: true },
	'GET /dev/mailbox': { rule: () => 'missing' },
};

const home: Rule = ({ kind, step }) => {
	if (kind === 'outside' || step !== 'open') return { to: '/login' };
	return { to: kind === 'customer' ? '/tickets' : '/desk/queue' };
};

const terms: Record<string, Entry> = {
	'GET /terms': { rule: everybody },
	'GET /announcements': { rule: everybody },
	'GET /hours': { rule: everybody },
	// Only while the portal is off does it say anything.
	'GET /portal-off': { rule: leadsTo('/') },
	'POST /terms?/accept': { rule: acceptingTerms, form: () => ({ version: '1' }) },
};

/** Accepting is a step of its own, and can be done again; it leads back to the tickets. */
function acceptingTerms(person: Person): Outcome {
	if (person.kind === 'customer' && person.step === 'accept-terms') return 'may';
	const stopped = stopAt(person, '/login');
	if (stopped && typeof stopped === 'object') return { to: `${stopped.to}?to=%2Ftickets` };
	return person.kind === 'customer' ? 'may' : 'forbidden';
}

// Kept by caches and shown by other sites: nothing of theirs depends on who asks.
const syndicated: Record<string, Entry> = {
	'GET /announcements.json': { rule: everybody, isSyndicated: true },
	'GET /announcements.atom': { rule: everybody, isSyndicated: true },
	'GET /announcements.ics': { rule: everybody, isSyndicated: true },
	'GET /announcements.js': { rule: everybody, isSyndicated: true },
	'GET /announcements/frame': { rule: everybody, isSyndicated: true },
};

// What stands there is named by its hash, and no secret.
const pictures: Record<string, Entry> = {
	'GET /accessories/[hash].webp': { about: ['accessory picture'], rule: seen, isUnchanging: true },
	'GET /icon/[hash].svg': { at: { hash: iconHash(maker) }, rule: everybody, isUnchanging: true },
	'GET /icon/[hash].png': { at: { hash: iconHash(maker) }, rule: everybody, isUnchanging: true },
};

/** By whoever knows its name. */
function seen(_: Person, thing: Thing | null): Outcome {
	return thing?.isMissing ? 'missing' : 'may';
}

const factors: Record<string, Entry> = {
	'LOAD /factors': { rule: everybody },
	'GET /factors': { rule: enrolling },
	'POST /factors?/app': { rule: enrolling },
	'POST /factors?/confirm': { rule: enrolling },
	'POST /factors?/passkey': { rule: enrolling },
	'POST /factors/options': { rule: enrolling },
	'GET /factors/passkey': { rule: (person) => (hasNoPasskey(person) ? doorOf(person) : proving(person)) },
	'POST /factors/passkey': { rule: proving },
	'POST /factors/passkey/options': {
		rule: (person) => (person.step === 'second-factor' && !hasNoPasskey(person) ? 'may' : 'missing'),
		ignoresOtherFields: true,
	},
	'GET /factors/codes': {
		rule: (person) => stopAt(person, '/login') ?? (hasFactor(person) ? 'may' : profileOf(person)),
	},
	'POST /factors/codes?/renew': { rule: anybody },
	'GET /factors/remove/[id]': { about: ['factor'], rule: owners },
	'POST /factors/remove/[id]?/remove': { about: ['factor'], rule: owners, fields: () => ({ password: '' }) },
	'GET /sessions': { rule: (person) => stopAt(person, '/login') ?? profileOf(person, '#sessions') },
	'POST /sessions': { rule: anybody, form: () => ({ end: 'others' }) },
};

/** For whoever is inside, and whoever has it as his next step. */
function enrolling(person: Person): Outcome {
	return person.step === 'enrol-factor' ? 'may' : (stopAt(person, '/login') ?? 'may');
}

/** For whoever gave his password and has to show a second factor; the others have their own way. */
function proving(person: Person): Outcome {
	if (person.kind === 'outside') return { to: '/login' };
	if (person.step === 'second-factor') return 'may';
	return stepOf(person) ?? { to: person.kind === 'staff' ? '/desk/queue' : '/tickets' };
}

/** Whose second factor is another one: the door asks for it. */
function hasNoPasskey({ who, step }: Person): boolean {
	return step === 'second-factor' && (who === null || factorOf[who] !== 'passkey');
}

function doorOf({ kind }: Person): Outcome {
	return { to: kind === 'staff' ? '/desk/login' : '/login' };
}

function profileOf({ kind }: Person, place = ''): Outcome {
	return { to: `${kind === 'staff' ? '/desk' : ''}/profile${place}` };
}

function hasFactor({ who }: Person): boolean {
	return who !== null && factorOf[who] !== undefined;
}

const own: Record<string, Entry> = {
	'GET /recover': { rule: everybody },
	'POST /recover': { rule: everybody, form: () => ({ email: 'c1001@workshop.example', identity: 'C1001' }) },
	'GET /password': { rule: choosing },
	'POST /password': { rule: choosing },
	'GET /register': { rule: registering },
	'POST /register': { rule: registering },
	'GET /profile': { rule: customers() },
	'POST /profile?/contact': {
		rule: customers(),
		fields: oneTooMany,
		form: () => ({ address: 'Via Uno 1', phone: '' }),
	},
	'POST /profile?/language': { rule: customers(), form: () => ({ locale: 'it', zone: 'Europe/Rome' }) },
	'POST /profile?/email': { rule: customers() },
	'POST /profile?/resend': { rule: customers(), fields: oneTooMany },
	'POST /profile?/cancel': { rule: customers(), fields: oneTooMany },
	'POST /profile?/notices': { rule: customers(), fields: oneTooMany, form: () => ({ answered: 'on' }) },
	'POST /profile?/factor': { rule: customers() },
	// The link of the letter is what opens these, whoever follows it.
	'GET /profile/address': { rule: everybody, accepts: [400] },
	'POST /profile/address?/confirm': { rule: everybody },
	'GET /desk/profile': { rule: desk() },
	'POST /desk/profile?/save': { rule: desk(), form: () => ({ locale: 'en', timezone: 'Europe/Rome' }) },
};

/** For whoever is inside, and whoever came by a temporary password. */
function choosing(person: Person): Outcome {
	if (person.kind === 'outside') return { to: '/login' };
	return person.step === 'choose-password' ? 'may' : (stepOf(person) ?? 'may');
}

/** For visitors, who become customers by it, and customers; staff register at the desk. */
function registering(person: Person): Outcome {
	if (person.kind === 'outside') return 'may';
	return stepOf(person) ?? (person.kind === 'staff' ? 'forbidden' : 'may');
}

/** The page of the step that somebody has still to pass, without a way back. */
function stepOf(person: Person): Outcome | undefined {
	const stopped = stopAt(person, '/login');
	return typeof stopped === 'object' ? { to: stopped.to } : stopped;
}

/** How one comes in, and what belongs to one's own account. */
export const accessEntries: Record<string, Entry> = {
	...doors,
	...terms,
	...syndicated,
	...pictures,
	...factors,
	...own,
};
