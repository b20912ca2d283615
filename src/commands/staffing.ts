import { parseArgs } from 'node:util';
import type { Kysely } from 'kysely';
import { install } from '../../installation/install.ts';
import { thePortal } from '../audit/entry.ts';
import type { Config } from '../config.server.ts';
import type { DB } from '../database/schema.generated.ts';
import { isLocale, locales } from '../identity/account.ts';
import { roles, type Role } from '../identity/actor.ts';
import { Obstacle } from '../obstacle.ts';
import { Refusal, type RefusalCode } from '../refusal.ts';
import { joinDatabase } from '../running.ts';
import { invite, secretInHand, type Invitation } from '../staff/inviting.ts';
import { branchChoices } from '../staff/serving.ts';

const usage = `Usage: serialdesk staff add EMAIL --name NAME --role ROLE [options]

  EMAIL            the address with which the member will log in
  --name NAME      as colleagues and customers see it
  --role ROLE      ${roles.join(', ')}
  --branch SLUG    a branch that the member serves; again for each further one. Technicians and supervisors need one
  --language CODE  ${locales.join(', ')}; otherwise en
  --help           shows this

Prints a link, good once and for seven days, with which the member sets a password and a second factor, and sends the same
invitation by mail.`;

/** Adds a member of the staff from the command line: the first administrator of a new installation has nobody who could invite him. */
export async function manageStaff(args: string[], config: Config): Promise<void> {
	const invitation = readInvitation(args);
	if (typeof invitation === 'string') {
		const isHelp = invitation === usage && args.includes('--help');
		(isHelp ? console.log : console.error)(invitation);
		if (!isHelp) process.exitCode = 2;
		return;
	}
	await using running = new AsyncDisposableStack();
	const db = await joinDatabase(config, running);
	await install(db, { demo: false, filesDirectory: config.storageDirectory });
	const secret = await add(db, invitation);
	console.log(`${invitation.name} (${invitation.email}) is now ${article(invitation.role)}.

Within seven days, and once, this link opens the page where password and second factor are set:

  ${config.origin}/password?token=${secret}

The same invitation goes to ${invitation.email} as soon as the portal runs and can send mail. Whichever is used first counts.`);
}

async function add(db: Kysely<DB>, invitation: Invitation): Promise<string> {
	const now = new Date();
	try {
		return await db.transaction().execute(async (trx) => {
			const id = await invite(trx, thePortal, invitation, now);
			return secretInHand(trx, id, now);
		});
	} catch (error) {
		throw error instanceof Refusal ? new Obstacle(await explanation(db, error.code, invitation)) : error;
	}
}

async function explanation(db: Kysely<DB>, code: RefusalCode, { email, role }: Invitation): Promise<string> {
	if (code === 'email-invalid') return `"${email}" is not one e-mail address.`;
	if (code === 'email-taken')
		return `There is a member with the address ${email} already, or somebody who left: the administration has a page for each.`;
	const slugs = (await branchChoices(db)).map(({ slug }) => slug).join(', ');
	if (code === 'branch-needed') return `A ${role} serves at least one branch: add --branch with one of ${slugs}.`;
	return `There is no such branch: the branches are ${slugs}.`;
}

/** What the arguments ask for, or the words that explain what is wrong with them. */
function readInvitation(args: string[]): Invitation | string {
	const options = {
		name: { type: 'string' },
		role: { type: 'string' },
		branch: { type: 'string', multiple: true },
		language: { type: 'string' },
		help: { type: 'boolean' },
	} as const;
	try {
		const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
		const [verb, email, ...more] = positionals;
		if (verb !== 'add' || !email || more.length > 0 || values.help) return usage;
		const { role, language: locale = 'en', branch: branches = [] } = values;
		const name = values.name?.trim() ?? '';
		if (name === '' || name.length > 200) return `--name is missing, or longer than 200 characters.\n\n${usage}`;
		if (!isRole(role)) return `--role is one of ${roles.join(', ')}.\n\n${usage}`;
		if (!isLocale(locale)) return `--language is one of ${locales.join(', ')}.\n\n${usage}`;
		return { name, email, role, branches, locale };
	} catch (error) {
		return `${(error as Error).message}\n\n${usage}`;
	}
}

function isRole(value: unknown): value is Role {
	return roles.some((role) => role === value);
}

function article(role: Role): string {
	return role.startsWith('a') ? `an ${role}` : `a ${role}`;
}
