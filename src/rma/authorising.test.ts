import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { asTechnician, authorised, completed, request, shown, withAccessories } from '../../tests/sending.ts';
import { open } from '../../tests/ticketing.ts';
import { readEvents } from '../tickets/reading.ts';
import { readUnitHistory } from '../units/history.ts';
import { authorise } from './authorising.ts';
import { findRma, listItems } from './finding.ts';
import { listRmas } from './listing.ts';
import { receive } from './receiving.ts';
import { cancelRma } from './travelling.ts';

describe('authorising', () => {
	test('a technician lets the customer of a ticket send his unit, for thirty days', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const rma = await findRma(trx, cast.master.actor, number);
		expect(rma).toMatchObject({
			state: 'authorised',
			inWarranty: true,
			company: 'Officina Ferri',
			completedAt: null,
		});
		expect(rma.expiresAt.getTime() - clock.now.getTime()).toBe(30 * 86_400_000);
		expect(await listItems(trx, rma, 'it')).toMatchObject([{ nth: 1, serial: 'KT-0001-A', accessory: null }]);
	});

	test('ticket, unit and audit log tell of it, and the customer gets a letter', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const { ticketNumber } = await findRma(trx, cast.master.actor, number);
		const events = await readEvents(trx, cast.master.actor, { number: ticketNumber });
		expect(events.map(({ kind, rma }) => [kind, rma])).toEqual([
			['rma', { number: String(number), step: 'authorise' }],
		]);
		expect(await readUnitHistory(trx, cast.units.master.id)).toMatchObject([
			{ kind: 'rma', details: { rma: number } },
		]);
		const audit = await trx
			.selectFrom('audit_entry')
			.select('action')
			.where('subject', '=', `rma:${number}`)
			.execute();
		expect(audit).toEqual([{ action: 'rma-authorised' }]);
		const letters = await trx
			.selectFrom('outgoing_mail')
			.select('account_id')
			.where('letter', '=', 'rma-authorise')
			.execute();
		expect(letters).toEqual([{ account_id: cast.master.actor.id }]);
	});

	test('one accessory may travel alone, when it belongs to the product', async ({ trx, cast, clock }) => {
		await withAccessories(trx, 'usb-cable');
		const items = (accessory: string) => ({ items: [{ unitId: cast.units.master.id, accessory }] });
		await expect(authorised(trx, cast, clock.now, items('usb-cable'))).resolves.toBeGreaterThan(0);
		await expect(authorised(trx, cast, clock.now, items('spoon'))).rejects.toMatchObject({
			code: 'rma-item-wrong',
		});
	});

	test('an accessory that travels alone keeps its name when it is taken from the product', async ({
		trx,
		cast,
		clock,
	}) => {
		await withAccessories(trx, 'usb-cable');
		const items = [{ unitId: cast.units.master.id, accessory: 'usb-cable' }];
		const number = await authorised(trx, cast, clock.now, { items });
		await withAccessories(trx, 'case');
		const [item] = await listItems(trx, { number }, 'en');
		expect(item?.accessories).toEqual([{ slug: 'usb-cable', name: 'USB-CABLE', picture: 'box' }]);
		await completed(trx, cast.master.actor, number, clock.now);
		const technician = asTechnician(cast.technician.actor);
		await receive(trx, technician, await shown(trx, technician.technician, number), { present: ['1'] }, clock.now);
		const everything = { show: 'all' as const, find: '', after: '' };
		const { rows } = await listRmas(trx, cast.technician.actor, everything, 'en');
		expect(rows[0]?.items).toEqual([{ name: 'USB-CABLE', serial: 'KT-0001-A' }]);
	});

	test("another customer's unit does not travel on this one's ticket", async ({ trx, cast, clock }) => {
		const items = [{ unitId: cast.units.stranger.id, accessory: null }];
		await expect(authorised(trx, cast, clock.now, { items })).rejects.toMatchObject({ code: 'rma-item-wrong' });
	});

	test('who has nothing to do with the ticket sends nothing', async ({ trx, cast, clock }) => {
		const details = { senderId: cast.stranger.actor.id };
		await expect(authorised(trx, cast, clock.now, details)).rejects.toMatchObject({ code: 'form-invalid' });
	});

	test('a unit is on one way at a time, and free again when that has ended', async ({ trx, cast, clock }) => {
		const first = await authorised(trx, cast, clock.now);
		await expect(authorised(trx, cast, clock.now)).rejects.toMatchObject({
			code: 'rma-under-way',
			details: { rma: first },
		});
		const { actor } = cast.master;
		await cancelRma(
			trx,
			{ actor, by: { accountId: actor.id, address: '' } },
			await shown(trx, actor, first),
			clock.now,
		);
		await expect(authorised(trx, cast, clock.now)).resolves.toBeGreaterThan(first);
	});

	test('a hundred technicians at the same moment make one RMA', async ({ db, cast, clock }) => {
		const now = clock.now;
		const tickets = await db.transaction().execute(async (trx) => {
			const numbers: number[] = [];
			for (let nth = 0; nth < 20; nth++)
				numbers.push(await open(trx, cast.stranger.actor, cast.units.stranger, now));
			return numbers;
		});
		const details = {
			senderId: cast.stranger.actor.id,
			items: [{ unitId: cast.units.stranger.id, accessory: null }],
		};
		const attempts = Array.from({ length: 100 }, (_, nth) =>
			db
				.transaction()
				.execute((trx) =>
					authorise(trx, asTechnician(cast.technician.actor), request(cast, tickets[nth % 20]!, details), now),
				),
		);
		const outcomes = await Promise.allSettled(attempts);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		const refused = outcomes.flatMap((one) =>
			one.status === 'rejected' ? [(one.reason as { code: string }).code] : [],
		);
		expect(new Set(refused)).toEqual(new Set(['rma-under-way']));
	});
});

describe('an expired subscription', () => {
	const expired = sql`
		update unit set subscription_until = '2020-01-01' where serial = 'KT-0001-A';
	`;
	const blocking = sql`update product set subscription_policy = 'block' where slug = 'k-tag'`;

	test('never blocks what is in warranty', async ({ trx, cast, clock }) => {
		const ticketNumber = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await expired.execute(trx);
		await blocking.execute(trx);
		const asked = request(cast, ticketNumber, { inWarranty: true });
		await expect(authorise(trx, asTechnician(cast.technician.actor), asked, clock.now)).resolves.toBeGreaterThan(0);
	});

	test('blocks what is not, where that is the policy of the product', async ({ trx, cast, clock }) => {
		const ticketNumber = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await expired.execute(trx);
		await blocking.execute(trx);
		const asked = request(cast, ticketNumber, { inWarranty: false });
		await expect(authorise(trx, asTechnician(cast.technician.actor), asked, clock.now)).rejects.toMatchObject({
			code: 'subscription-expired',
		});
	});
});

describe('an RMA is seen', () => {
	test('by nobody but its sender and the staff of its branch', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		for (const { actor } of [cast.slave, cast.stranger, cast.technicianFrance])
			await expect(findRma(trx, actor, number)).rejects.toMatchObject({ code: 'not-found' });
		for (const { actor } of [cast.master, cast.technician, cast.supervisor, cast.administrator])
			await expect(findRma(trx, actor, number)).resolves.toMatchObject({ number });
	});
});
