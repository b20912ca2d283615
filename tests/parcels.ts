import { writeFile } from 'node:fs/promises';
import bwipjs from 'bwip-js/node';
import sharp from 'sharp';
import { connect, disconnect } from '../src/database/connection.ts';
import type { StaffActor } from '../src/identity/actor.ts';
import { authorise } from '../src/rma/authorising.ts';
import { completeForm, saveForm } from '../src/rma/completing.ts';
import type { AccessoryAnswer } from '../src/rma/form.ts';
import { asCustomer, asTechnician, fullForm, shown } from './sending.ts';
import { open } from './ticketing.ts';

type Parcel = {
	/** Of a K-TAG that is registered for this. */
	serial: string;
	code?: string;
	/** What its sender says of each accessory; without it the form stays empty. */
	accessories?: Record<string, AccessoryAnswer>;
	now?: Date;
};

/** What belongs to a K-TAG: the cable and the case travel, one adapter is lost. */
export const ktag: Record<string, AccessoryAnswer> = {
	'usb-cable': 'in_parcel',
	'flat-cable': 'in_parcel',
	'boot-cable': 'missing',
	adapters: 'never_had',
	'power-supply': 'never_had',
	case: 'in_parcel',
};

/** A customer of the demonstration asks about a K-TAG, a technician in Italy lets him send it. Answers the RMA's number. */
export async function sendParcel(
	databaseUrl: string,
	{ serial, code = 'C1001', accessories, now = new Date() }: Parcel,
): Promise<number> {
	const db = connect(databaseUrl, 1);
	try {
		return await db.transaction().execute(async (trx) => {
			const { id } = await trx
				.selectFrom('customer')
				.select('id')
				.where('code', '=', code)
				.executeTakeFirstOrThrow();
			const staff = await trx
				.selectFrom('staff as s')
				.innerJoin('staff_branch as b', 'b.staff_id', 's.id')
				.select(['s.id', 'b.branch_id as branchId'])
				.where('s.email', '=', 'technician@serialdesk.test')
				.executeTakeFirstOrThrow();
			const technician: StaffActor = {
				kind: 'staff',
				id: staff.id,
				role: 'technician',
				branchIds: [staff.branchId],
			};
			const unit = { product: 'k-tag', serial };
			const { id: unitId } = await trx
				.insertInto('unit')
				.values({ ...unit, customer_id: id, kind: 'master' })
				.returning('id')
				.executeTakeFirstOrThrow();
			const customer = { kind: 'customer' as const, id };
			const ticketNumber = await open(trx, customer, unit, now);
			const asked = { items: [{ unitId, accessory: null }], senderId: id, branchId: staff.branchId };
			const rest = { ticketNumber, inWarranty: true, instructions: '', days: 30 };
			const number = await authorise(trx, asTechnician(technician), { ...asked, ...rest }, now);
			if (!accessories) return number;
			const form = fullForm();
			form.items.get(1)!.accessories = accessories;
			await saveForm(trx, customer, number, form);
			await completeForm(trx, asCustomer(customer), await shown(trx, customer, number), now);
			return number;
		});
	} finally {
		await disconnect();
	}
}

/** Films a barcode for a browser whose camera is a file. */
export async function filmCode(code: string, kind: 'datamatrix' | 'code128', file: string): Promise<void> {
	const [width, height] = [640, 480];
	const bars = await bwipjs.toBuffer({ bcid: kind, text: code, scale: 4, padding: 12, backgroundcolor: 'FFFFFF' });
	const frame = await sharp({ create: { width, height, channels: 3, background: '#ddd' } })
		.composite([{ input: bars }])
		.greyscale()
		.raw()
		.toBuffer({ resolveWithObject: true });
	// One byte a pixel, whatever the library makes of grey.
	const grey = Buffer.from(frame.data.filter((_, at) => at % frame.info.channels === 0));
	const colourless = Buffer.alloc((width * height) / 2, 128);
	const picture = Buffer.concat([Buffer.from('FRAME\n'), grey, colourless]);
	const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
	await writeFile(file, Buffer.concat([head, picture, picture]));
}

/** What a phone of twelve megapixels takes that is held upright: it lies on its side, is marked to be turned, and is red above. */
export async function photograph(): Promise<Buffer> {
	const [width, height] = [4000, 3000];
	const noise = { type: 'gaussian', mean: 128, sigma: 15 } as const;
	const red = await sharp({ create: { width: width / 2, height, channels: 3, background: '#c00000' } })
		.png()
		.toBuffer();
	return sharp({ create: { width, height, channels: 3, background: '#808080', noise } })
		.composite([{ input: red, left: 0, top: 0, blend: 'multiply' }])
		.withMetadata({ orientation: 6 })
		.jpeg({ quality: 92 })
		.toBuffer();
}
