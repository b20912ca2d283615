import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Kysely } from 'kysely';
import type { DB } from '../../src/database/schema.generated.ts';
import type { CastUnit } from '../cast.ts';
import type { Cast, Units } from './owning.ts';
import { customers, type Accounts, type CustomerName } from './people.ts';
import { uuidOf, wholly, type Thing } from './thing.ts';

const now = new Date();

type Filed = { thing: Thing; files: Thing[] };

/** Tickets in every relation between who asked, whose unit it was and whose it is; with a file, and a note with another. */
export async function fileTickets(
	db: Kysely<DB>,
	accounts: Accounts,
	units: Units,
	branches: Cast['branches'],
): Promise<Filed[]> {
	const filed: Filed[] = [];
	const file = async (
		name: string,
		[opener, holder, unit]: [CustomerName, CustomerName, CastUnit],
		rights: Thing['rights'],
		{ branch = 'italy', readers }: { branch?: keyof Cast['branches']; readers?: CustomerName[] } = {},
	) => {
		const number = 700_001 + filed.length;
		const values = { number, opener_id: accounts[opener], holder_id: accounts[holder], unit_id: unit.id };
		await db
			.insertInto('ticket')
			.values({ ...values, product: unit.product, branch_id: branches[branch], subject: 'Reading stops', ...times })
			.execute();
		const thing = { name, values: { number: String(number) }, rights, branches: [branch] };
		const said = [{ by: opener, readers: customers.filter((name) => rights[name]) }];
		if (opener !== holder) said.push({ by: holder, readers: readers ?? said[0]!.readers });
		filed.push({ thing, files: await say(db, thing, said, accounts) });
	};
	const { master, slave, shown, answered, closed, sibling, released, sold, stranger, debtor, disabled } = units;
	const inFrance = { branch: 'france' } as const;
	await file('the Master’s ticket', ['master', 'master', master], { master: wholly });
	await file('the Master’s about his Slave’s unit', ['master', 'slave', slave], { master: wholly, slave: wholly });
	await file('the Slave’s ticket', ['slave', 'slave', slave], { slave: wholly }, inFrance);
	await file('the Slave’s, shown', ['slave', 'slave', shown], { slave: wholly, master: ['view'] }, inFrance);
	await file(
		'the Slave’s, with replies',
		['slave', 'slave', answered],
		{ slave: wholly, master: ['view', 'reply'] },
		inFrance,
	);
	await file(
		'the Slave’s, with closing',
		['slave', 'slave', closed],
		{ slave: wholly, master: ['view', 'close'] },
		inFrance,
	);
	await file('the sibling’s ticket', ['sibling', 'sibling', sibling], { sibling: wholly }, inFrance);
	await file('a former Slave’s ticket', ['formerSlave', 'formerSlave', released], { formerSlave: wholly });
	await file(
		'the Master’s about a unit released since',
		['master', 'formerSlave', released],
		{ master: wholly, formerSlave: wholly },
		{ readers: ['formerSlave'] },
	);
	await file(
		'a former Master’s about the Slave’s unit',
		['formerMaster', 'slave', slave],
		{ formerMaster: wholly, slave: wholly },
		{ readers: ['slave'] },
	);
	await file('a former owner’s about the unit he sold', ['formerOwner', 'formerOwner', sold], { formerOwner: wholly });
	await file(
		'the Master’s about a unit sold since',
		['master', 'formerOwner', sold],
		{ master: wholly },
		{ readers: [] },
	);
	await file('the buyer’s about the unit he bought', ['buyer', 'buyer', sold], { buyer: wholly, master: wholly });
	await file('a stranger’s ticket', ['stranger', 'stranger', stranger], { stranger: wholly });
	await file('a ticket of one who owes the terms', ['debtor', 'debtor', debtor], { debtor: wholly });
	await file('a ticket of a disabled customer', ['disabled', 'disabled', disabled], {});
	const missing = {
		name: 'a missing ticket',
		values: { number: '799999' },
		rights: {},
		branches: [],
		isMissing: true as const,
	};
	filed.push({ thing: missing, files: [{ ...missing, name: 'a missing file', values: { id: uuidOf(0, 9) } }] });
	return filed;
}

const times = { status: 'closed', opened_at: now, queued_at: now, closed_at: now };

type Said = { by: CustomerName; readers: CustomerName[] }[];

/** Messages with a file each, by customers for those who may read what they wrote, and a note for staff alone. */
async function say(db: Kysely<DB>, ticket: Thing, said: Said, accounts: Accounts): Promise<Thing[]> {
	const number = Number(ticket.values['number']);
	const messages = said.map(({ by, readers }) => ({
		message: { kind: 'customer', account_id: accounts[by] },
		rights: Object.fromEntries(readers.map((reader) => [reader, wholly])),
		name: `file of the ${by} on ${ticket.name}`,
	}));
	const note = { kind: 'note', account_id: accounts.technician };
	const everything = [...messages, { message: note, rights: {}, name: `file noted on ${ticket.name}` }];
	const files: Thing[] = [];
	for (const [position, { message, rights, name }] of everything.entries()) {
		const words = { body_html: '<p>It stopped.</p>', body_text: 'It stopped.', created_at: now };
		const { id: message_id } = await db
			.insertInto('message')
			.values({ ticket_number: number, ...message, ...words })
			.returning('id')
			.executeTakeFirstOrThrow();
		const id = uuidOf(number, position);
		const { account_id } = message;
		await db
			.insertInto('attachment')
			.values({ ...storedFile, id, account_id, claimed_at: now })
			.execute();
		await db.insertInto('message_attachment').values({ message_id, attachment_id: id, position }).execute();
		files.push({ name, values: { id }, rights, branches: ticket.branches });
	}
	return files;
}

const bytes = Buffer.from('RIFF');
/** A file of somebody’s that is on disk. */
export const storedFile = {
	slot: 'wiring-photo',
	name: 'bench.png',
	media_type: 'image/png',
	size: bytes.length,
	sha256: Buffer.alloc(32),
	stored_as: '00/matrix',
	preview_as: '00/matrix',
};

async function store(dataDirectory: string, storedAs: string): Promise<void> {
	const target = path.join(dataDirectory, 'files', storedAs);
	await mkdir(path.dirname(target), { recursive: true });
	await writeFile(target, bytes);
}

/** Files that wait for their form. Removing one is what its owner may, so it is put back each time. */
export async function stage(db: Kysely<DB>, accounts: Accounts, dataDirectory: string) {
	const owners = ['master', 'stranger', 'technician'] as const;
	const things = owners.map((owner, index) => ({
		name: `waiting file of the ${owner}`,
		values: { id: uuidOf(index + 1, 5), slot: 'other' },
		rights: {},
		branches: [],
		owner,
	}));
	const values = { id: uuidOf(0, 8), slot: 'other' };
	const missing = { name: 'a missing waiting file', values, rights: {}, branches: [], isMissing: true as const };
	const restore = async () => {
		await store(dataDirectory, '00/waiting');
		for (const { owner, values } of things)
			await db
				.insertInto('attachment')
				.values({
					...storedFile,
					id: values.id,
					account_id: accounts[owner],
					stored_as: '00/waiting',
					preview_as: null,
				})
				.onConflict((conflict) => conflict.doNothing())
				.execute();
	};
	await store(dataDirectory, storedFile.stored_as);
	await restore();
	return { things: [...things, missing], restore };
}
