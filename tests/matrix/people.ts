import type { Kysely } from 'kysely';
import type { DB } from '../../src/database/schema.generated.ts';
import type { Step } from '../../src/identity/account.ts';
import type { Role } from '../../src/identity/actor.ts';
import { openSession } from '../../src/identity/sessions.ts';

/**
 * Somebody who asks. `outside` has no session that counts; a `step` has still to be passed before he is let in; `branches` are
 * those that a technician or supervisor serves.
 */
export type Person = {
	name: string;
	/** Whose account it is, as the world calls it; several people may ask with one account. */
	who: Who | null;
	accountId: number | null;
	kind: 'outside' | 'customer' | 'staff';
	step: Step;
	role?: Role;
	branches: string[];
	/** The headers of his requests, his session's cookie among them. */
	headers: Record<string, string>;
};

export const customers = [
	'master',
	'slave',
	'sibling',
	'formerSlave',
	'formerMaster',
	'formerOwner',
	'buyer',
	'stranger',
	'disabled',
	'debtor',
] as const;
export const staff = [
	'technician',
	'technicianFrance',
	'supervisorItaly',
	'supervisorFrance',
	'administrator',
	'auditor',
	'left',
] as const;
export type CustomerName = (typeof customers)[number];
export type StaffName = (typeof staff)[number];
export type Who = CustomerName | StaffName;
export type Accounts = Record<Who, number>;

type Known = Pick<Person, 'name' | 'kind'> & Partial<Person>;

/** Names that a proxy or a browser may claim: they are nobody's word here. */
const claims = (login: string) => ({
	authorization: `Basic ${Buffer.from(`${login}:a password of the cast`).toString('base64')}`,
	'x-forwarded-user': login,
	'x-forwarded-email': login,
	'x-forwarded-preferred-username': login,
	'x-remote-user': login,
	'remote-user': login,
	'x-auth-request-email': login,
});

/** Everybody who may ask for something, with a session each where he can have one. */
export async function enter(db: Kysely<DB>, accounts: Accounts): Promise<Person[]> {
	const people: Person[] = [];
	for (const known of everybody()) {
		const accountId = known.who ? accounts[known.who] : null;
		people.push(await withSession(db, { who: null, step: 'open', branches: [], headers: {}, ...known, accountId }));
	}
	return people;
}

/** The same person in another browser: for what ends a session. */
export async function withSession(db: Kysely<DB>, person: Person): Promise<Person> {
	const { accountId, step } = person;
	if (accountId === null) return person;
	// Owing the terms is no step of the session: it is computed.
	const stored = step === 'accept-terms' ? 'open' : step;
	const opening = { accountId, step: stored, address: '127.0.0.1', agent: 'matrix' };
	const token = await db.transaction().execute((trx) => openSession(trx, opening, new Date()));
	return { ...person, headers: { ...person.headers, cookie: `serialdesk=${token}` } };
}

function everybody(): Known[] {
	const half = { step: 'second-factor' } as const;
	const claiming = { headers: claims('ada@maker.example') };
	return [
		{ name: 'visitor', kind: 'outside' },
		{ name: 'visitor who claims to be the administrator', kind: 'outside', ...claiming },
		{ name: 'disabled customer', kind: 'outside', who: 'disabled' },
		{ name: 'technician who left', kind: 'outside', who: 'left' },
		customer('Master before his second factor', 'master', half),
		customer('Master before his new password', 'master', { step: 'choose-password' }),
		customer('Master before his new factor', 'master', { step: 'enrol-factor' }),
		customer('customer before the terms', 'debtor', { step: 'accept-terms' }),
		member('technician before his second factor', 'technician', 'technician', ['italy'], half),
		member('technician before his new password', 'technician', 'technician', ['italy'], { step: 'choose-password' }),
		member('administrator before his new factor', 'administrator', 'administrator', [], { step: 'enrol-factor' }),
		customer('Master', 'master'),
		customer('Slave', 'slave'),
		customer('sibling Slave', 'sibling'),
		customer('former Slave', 'formerSlave'),
		customer('former Master', 'formerMaster'),
		customer('former owner', 'formerOwner'),
		customer('buyer', 'buyer'),
		customer('stranger', 'stranger'),
		customer('stranger who claims to be the administrator', 'stranger', claiming),
		member('technician in Italy', 'technician', 'technician', ['italy']),
		member('technician in France', 'technicianFrance', 'technician', ['france']),
		member('supervisor in Italy', 'supervisorItaly', 'supervisor', ['italy']),
		member('supervisor in France', 'supervisorFrance', 'supervisor', ['france']),
		member('administrator', 'administrator', 'administrator', []),
		member('auditor', 'auditor', 'auditor', []),
	];
}

function customer(name: string, who: CustomerName, more: Partial<Person> = {}): Known {
	return { name, kind: 'customer', who, ...more };
}

function member(name: string, who: StaffName, role: Role, branches: string[], more: Partial<Person> = {}): Known {
	return { name, kind: 'staff', who, role, branches, ...more };
}
