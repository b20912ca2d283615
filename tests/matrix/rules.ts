import type { Step } from '../../src/identity/account.ts';
import type { Role } from '../../src/identity/actor.ts';
import type { Person } from './people.ts';
import type { Right, Thing } from './thing.ts';

/**
 * What an answer must be. `may`: it is let in. `missing`: 404, and not to be told from the answer about something that does not
 * exist. `forbidden`: 403. Otherwise a redirect, which with `back` names where to return to, after a GET or a form of a page.
 */
export type Outcome = 'may' | 'missing' | 'forbidden' | { to: string; back?: boolean };

/** What somebody must get who asks, for something when the operation names one. */
export type Rule = (person: Person, thing: Thing | null) => Outcome;

// Written here once more, not taken from the code: the matrix is the second opinion.
const roles = {
	support: ['technician', 'supervisor', 'administrator'],
	register: ['supervisor', 'administrator'],
	administer: ['administrator'],
	inspect: ['administrator', 'auditor'],
} satisfies Record<string, Role[]>;
export type Capability = keyof typeof roles;

const pages: Record<Exclude<Step, 'open' | 'second-factor'>, string> = {
	'choose-password': '/password',
	'enrol-factor': '/factors',
	'accept-terms': '/terms',
};

/** Open to the world. */
export const everybody: Rule = () => 'may';

/** Leads on, whoever asks. */
export function leadsTo(to: string): Rule {
	return () => ({ to });
}

/** A customer's own page; with a right, for what it is about. Who sees that without having the right gets `otherwise`. */
export function customers(right?: Right, otherwise: Outcome = 'forbidden'): Rule {
	return (person, thing) => {
		const stopped = stopAt(person, '/login');
		if (stopped) return stopped;
		if (person.kind === 'staff') return 'forbidden';
		return thing && right ? allowed(person, thing, right, otherwise) : 'may';
	};
}

type Desk = {
	/** Asked before anything is looked up; any of them will do. */
	needs?: Capability[];
	/** Asked when the thing was found. */
	then?: Capability;
};

/** A page of the desk; about a thing, for those who see its branch. */
export function desk({ needs, then }: Desk = {}): Rule {
	return (person, thing) => {
		const stopped = stopAt(person, '/desk/login');
		if (stopped) return stopped;
		if (person.kind !== 'staff' || (needs && !needs.some((need) => has(person, need)))) return 'forbidden';
		if (thing && !isInSight(person, thing)) return 'missing';
		return then && !has(person, then) ? 'forbidden' : 'may';
	};
}

/** For whoever is logged in, whichever side he is on. */
export const anybody: Rule = (person) => stopAt(person, '/login') ?? 'may';

/** For whoever may write on tickets, whichever side he is on. */
export const writers: Rule = (person) =>
	stopAt(person, '/login') ?? (person.kind === 'staff' && !has(person, 'support') ? 'forbidden' : 'may');

/** A thing that both sides may see: its customers by their right, staff by its branch, its owner always. */
export function bothSides(right: Right): Rule {
	return (person, thing) => {
		const stopped = stopAt(person, '/login');
		if (stopped || !thing) return stopped ?? 'may';
		if (thing.owner) return owners(person, thing);
		if (person.kind === 'customer') return allowed(person, thing, right);
		return isInSight(person, thing) ? 'may' : 'missing';
	};
}

/** What nobody but its owner may know of. */
export const owners: Rule = (person, thing) =>
	stopAt(person, '/login') ?? (thing?.owner === person.who && !thing.isMissing ? 'may' : 'missing');

/** A door: who came in by it goes on to his home, or to the step that he has still to pass; the others see it. */
export function door(kind: Person['kind'], home: string): Rule {
	return (person) => {
		if (person.kind !== kind || person.step === 'second-factor') return 'may';
		return { to: person.step === 'open' ? home : pages[person.step] };
	};
}

function allowed(person: Person, thing: Thing, right: Right, otherwise: Outcome = 'forbidden'): Outcome {
	const rights = person.kind === 'customer' ? thing.rights[person.who as keyof Thing['rights']] : undefined;
	if (!rights?.includes('view')) return 'missing';
	return rights.includes(right) ? 'may' : otherwise;
}

function isInSight({ branches, role }: Person, thing: Thing): boolean {
	if (thing.isMissing || thing.owner) return false;
	return role === 'administrator' || role === 'auditor' || thing.branches.some((branch) => branches.includes(branch));
}

function has({ role }: Person, capability: Capability): boolean {
	return roles[capability].some((one) => one === role);
}

/** Where somebody is stopped who is not logged in, or not entirely. */
export function stopAt({ kind, step }: Person, loginPage: string): Outcome | undefined {
	if (kind === 'outside') return { to: loginPage, back: true };
	if (step === 'open') return undefined;
	const door = kind === 'staff' ? '/desk/login' : '/login';
	return { to: step === 'second-factor' ? door : pages[step], back: true };
}
