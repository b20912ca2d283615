import type { Writing } from '../src/database/connection.ts';
import type { CustomerActor } from '../src/identity/actor.ts';
import { openTicket, type Request } from '../src/tickets/opening.ts';
import { asBody } from '../src/tickets/sanitising.ts';
import type { Words } from '../src/tickets/writing.ts';

/** Words of a message, as somebody typed them. */
export function words(text: string): Words {
	return { body: asBody(text, 'text'), attached: [] };
}

/** A request about a unit of the cast, complete but for what the test gives. */
export function request(details: Partial<Request> & Pick<Request, 'product' | 'serial'>): Request {
	return {
		subject: 'Reading stops at 40 %',
		facts: { make: 'Nissan', model: 'Patrol', engine: '', year: '2019', ecu: '', protocol: '604' },
		...words('It stopped twice.'),
		...details,
	};
}

/** Opens a ticket about a unit and answers its number. */
export function open(
	trx: Writing,
	customer: CustomerActor,
	unit: { product: string; serial: string },
	now: Date,
): Promise<number> {
	return openTicket(trx, customer, request({ product: unit.product, serial: unit.serial }), now);
}
