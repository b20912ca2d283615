import { connect, disconnect, type Writing } from '../src/database/connection.ts';
import type { CustomerActor, StaffActor } from '../src/identity/actor.ts';
import { authorise } from '../src/rma/authorising.ts';
import { completeForm, saveForm } from '../src/rma/completing.ts';
import { findRma, listItems } from '../src/rma/finding.ts';
import { receive } from '../src/rma/receiving.ts';
import { inspect } from '../src/rma/repairing.ts';
import type { RmaItem, Shown } from '../src/rma/rma.ts';
import { openTicket, type Demonstration } from './demonstration.ts';
import { asCustomer, asTechnician, fullForm } from './sending.ts';

export type Returning = {
	number: number;
	ticketNumber: number;
	sender: CustomerActor;
	technician: StaffActor;
	/** What stands before the eyes of who loads the page now. */
	shown(trx: Writing): Promise<Shown>;
};

type Wanted = { code: string; serial: string; inWarranty?: boolean; instructions?: string; accessory?: string };

/** A customer of the demonstration asks about his unit, and support permits him to send it to Italy. */
export async function permit(stage: Demonstration, wanted: Wanted): Promise<Returning> {
	const [unit] = await stage.query<{ id: number; product: string; customerId: number }>(
		`select u.id::int as id, u.product, u.customer_id::int as "customerId" from unit as u where serial = $1`,
		[wanted.serial],
	);
	const [branch] = await stage.query<{ id: number }>(`select id::int as id from branch where slug = 'italy'`);
	const [account] = await stage.query<{ id: number }>(
		`select id::int as id from account where kind = 'staff' and login like 'technician@%'`,
	);
	const branches = await stage.query<{ id: number }>('select id::int as id from branch');
	if (!unit || !branch || !account) throw new Error(`the demonstration has no ${wanted.serial}`);
	const customer = await stage.customer(wanted.code);
	const ticketNumber = await openTicket(customer, `/new/${unit.product}/${wanted.serial}`);
	const branchIds = branches.map(({ id }) => id);
	const technician: StaffActor = { kind: 'staff', id: account.id, role: 'technician', branchIds };
	const items: RmaItem[] = [{ unitId: unit.id, accessory: wanted.accessory ?? null }];
	const asked = {
		ticketNumber,
		items,
		senderId: unit.customerId,
		branchId: branch.id,
		inWarranty: wanted.inWarranty ?? true,
		instructions: wanted.instructions ?? '',
		days: 30,
	};
	const number = await writing(stage, (trx) => authorise(trx, asTechnician(technician), asked, new Date()));
	const sender: CustomerActor = { kind: 'customer', id: unit.customerId };
	const shown = async (trx: Writing) => ({ number, version: (await findRma(trx, sender, number)).version });
	return { number, ticketNumber, sender, technician, shown };
}

/** Does something with the verbs of the portal, in one transaction on its database. */
export async function writing<Outcome>(
	{ databaseUrl }: Pick<Demonstration, 'databaseUrl'>,
	work: (trx: Writing) => Promise<Outcome>,
): Promise<Outcome> {
	const db = connect(databaseUrl, 1);
	try {
		return await db.transaction().execute(work);
	} finally {
		await disconnect();
	}
}

/** The sender fills in everything and completes the form. */
export async function fillIn(stage: Demonstration, { number, sender, shown }: Returning): Promise<void> {
	await writing(stage, async (trx) => {
		const [item] = await listItems(trx, { number }, 'en');
		await saveForm(trx, sender, number, fullForm(item?.accessories.map(({ slug }) => slug)));
		await completeForm(trx, asCustomer(sender), await shown(trx), new Date());
	});
}

/** The parcel arrives, and somebody begins to look what is wrong. */
export async function arrive(stage: Demonstration, { technician, shown }: Returning): Promise<void> {
	const found = { present: [], nevertheless: true };
	await writing(stage, async (trx) => receive(trx, asTechnician(technician), await shown(trx), found, new Date()));
	await writing(stage, async (trx) => inspect(trx, asTechnician(technician), await shown(trx), new Date()));
}
