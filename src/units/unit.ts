import type { SubscriptionPolicy } from './product.ts';

export type UnitKind = 'master' | 'slave';

/** One registered product of a customer. */
export type Unit = {
	id: number;
	product: string;
	productName: string;
	serial: string;
	kind: UnitKind | null;
	holderId: number;
	holderCode: string;
	holderCompany: string;
	username: string;
	/** Serial number of the Master's own unit of this product, when the unit is bound to a Master. */
	masterSerial: string | null;
	masterCompany: string | null;
	email: string;
	/** 'YYYY-MM-DD', the last day on which the subscription is active; null: none is needed. */
	subscriptionUntil: string | null;
	subscriptionPolicy: SubscriptionPolicy;
	softwareVersion: string;
	newestVersion: string;
};

/** What a Slave lets his Master do with the tickets that the Slave opened about a unit (product.md P3). */
export type Grants = { mayView: boolean; mayReply: boolean; mayClose: boolean };

export const nothingGranted: Grants = { mayView: false, mayReply: false, mayClose: false };

export type SubscriptionState = 'none' | 'active' | 'expired';

/** A subscription is active through the whole of its last day, in the zone of whoever looks. */
export function subscriptionState(until: string | null, now: Date, timeZone: string): SubscriptionState {
	if (!until) return 'none';
	const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
	return Temporal.PlainDate.compare(today, Temporal.PlainDate.from(until)) <= 0 ? 'active' : 'expired';
}

/** What an expired subscription means for a new ticket about a unit; null: nothing has expired, or none is needed. */
export function subscriptionConcern(
	unit: Pick<Unit, 'subscriptionUntil' | 'subscriptionPolicy'>,
	now: Date,
	timeZone: string,
): SubscriptionPolicy | null {
	const expired = subscriptionState(unit.subscriptionUntil, now, timeZone) === 'expired';
	return expired ? unit.subscriptionPolicy : null;
}

/** Whether an installed software version is older than the newest, comparing their numbers part by part. */
export function isOutdated(installed: string, newest: string): boolean {
	if (!installed || !newest) return false;
	return installed.localeCompare(newest, 'en', { numeric: true }) < 0;
}

/** A serial number as people compare it: letters and digits only, in capitals. Mirrors `bare_serial` in the database. */
export function bareSerial(serial: string): string {
	return serial.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
}
