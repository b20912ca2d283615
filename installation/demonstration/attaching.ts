import { Readable } from 'node:stream';
import { claimFiles, stageFiles } from '../../src/attachments/staging.ts';
import { storeBytes } from '../../src/attachments/storing.ts';
import type { Reading } from '../../src/database/connection.ts';
import { demoFiles, type DemoFileName } from './files.ts';
import { tickets } from './tickets.ts';

type Missing = { name: DemoFileName; messageId: number; accountId: number; position: number; at: Date };

/**
 * Makes the files of the demonstration's messages and attaches them: photographs and dumps, about 50 MB in a few seconds, so
 * that the portal should be up before. Begins with the quick ones; what is attached already is not made again, so that an
 * interrupted run is continued by the next. Answers how many it attached.
 */
export async function attachDemonstrationFiles(db: Reading, filesDirectory: string): Promise<number> {
	const missing = await findMissing(db);
	for (const file of missing) await attach(db, file, filesDirectory);
	return missing.length;
}

async function attach(db: Reading, missing: Missing, directory: string): Promise<void> {
	const { name, slot, make } = demoFiles[missing.name];
	const stored = await storeBytes(Readable.from([await make()]), directory);
	await db.transaction().execute(async (trx) => {
		const [staged] = await stageFiles(trx, missing.accountId, [{ ...stored, slot, name }]);
		if (!staged) return;
		await claimFiles(trx, missing.accountId, [staged.id], missing.at);
		await trx
			.insertInto('message_attachment')
			.values({ message_id: missing.messageId, attachment_id: staged.id, position: missing.position })
			.execute();
	});
}

/** Messages of the demonstration that lack a file, told by who wrote what about which subject: numbers may differ. */
async function findMissing(db: Reading): Promise<Missing[]> {
	const messages = await db
		.selectFrom('message as m')
		.innerJoin('ticket as t', 't.number', 'm.ticket_number')
		.innerJoin('customer as c', 'c.id', 'm.account_id')
		.leftJoin('message_attachment as ma', 'ma.message_id', 'm.id')
		.leftJoin('attachment as a', 'a.id', 'ma.attachment_id')
		.select(['m.id as messageId', 'm.account_id as accountId', 'm.created_at as at', 'c.code', 't.subject'])
		.select((select) => select.fn.agg<(string | null)[]>('array_agg', ['a.name']).as('names'))
		.where(
			't.subject',
			'in',
			tickets.map((ticket) => ticket.subject),
		)
		.where('m.kind', '=', 'customer')
		.groupBy(['m.id', 'c.code', 't.subject'])
		.orderBy('m.id')
		.execute();
	const order = Object.keys(demoFiles);
	return tickets
		.flatMap((ticket) => {
			const own = messages.filter(({ subject, code }) => subject === ticket.subject && code === ticket.customer);
			return ticket.steps
				.filter((step) => 'says' in step && step.by === ticket.customer)
				.flatMap((step, index) => missingOf('files' in step ? step.files : [], own[index]));
		})
		.sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
}

function missingOf(
	files: DemoFileName[] = [],
	message: (Omit<Missing, 'name' | 'position'> & { names: (string | null)[] }) | undefined,
): Missing[] {
	if (!message) return [];
	const { messageId, accountId, at, names } = message;
	return files
		.map((name, position) => ({ name, position, messageId, accountId, at }))
		.filter(({ name }) => !names.includes(demoFiles[name].name));
}
