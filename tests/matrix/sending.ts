import type { Kysely } from 'kysely';
import type { DB } from '../../src/database/schema.generated.ts';
import type { CastUnit } from '../cast.ts';
import { storedFile } from './filing.ts';
import type { Cast, Units } from './owning.ts';
import type { Accounts, CustomerName } from './people.ts';
import { uuidOf, type Thing } from './thing.ts';

const now = new Date();

/** RMAs that are over, so that no answer of the matrix moves one, each with a photograph; a form is its sender’s alone. */
export async function sendThings(db: Kysely<DB>, accounts: Accounts, units: Units, branches: Cast['branches']) {
	const rmas: Thing[] = [];
	const photos: Thing[] = [];
	const send = async (sender: CustomerName, unit: CastUnit, ticketNumber: number, branch: keyof Cast['branches']) => {
		const number = 700_001 + rmas.length;
		const branch_id = branches[branch];
		const values = { number, ticket_number: ticketNumber, customer_id: accounts[sender], branch_id };
		const times = { authorised_at: now, state_since: now, expires_at: new Date(now.getTime() + 1) };
		await db
			.insertInto('rma')
			.values({
				...values,
				...times,
				in_warranty: true,
				completed_at: now,
				form_hash: Buffer.alloc(32),
				state: 'closed',
			})
			.execute();
		await db.insertInto('rma_item').values({ rma_number: number, nth: 1, unit_id: unit.id, active: false }).execute();
		const id = uuidOf(number, 7);
		const account_id = accounts.technician;
		await db
			.insertInto('attachment')
			.values({ ...storedFile, id, account_id, claimed_at: now })
			.execute();
		await db
			.insertInto('rma_photo')
			.values({ attachment_id: id, rma_number: number, account_id, taken_at: now })
			.execute();
		const seen = { rights: { [sender]: ['view', 'own'] }, branches: [branch] } satisfies Partial<Thing>;
		rmas.push({ name: `RMA of the ${sender}`, values: { number: String(number) }, ...seen });
		photos.push({ name: `photograph of what the ${sender} sent`, values: { id }, ...seen });
	};
	await send('master', units.master, 700_001, 'italy');
	await send('slave', units.slave, 700_003, 'france');
	await send('formerOwner', units.sold, 700_011, 'italy');
	await send('stranger', units.stranger, 700_014, 'italy');
	const missing = { rights: {}, branches: [], isMissing: true as const };
	return {
		rma: [...rmas, { name: 'a missing RMA', values: { number: '799999' }, ...missing }],
		'rma photo': [...photos, { name: 'a missing photograph', values: { id: uuidOf(0, 7) }, ...missing }],
	};
}
