import type { AccessoryAnswer } from '../../src/rma/form.ts';
import type { QuoteLine } from '../../src/rma/quoting.ts';
import type { Cause } from '../../src/rma/rma.ts';
import type { Shipment } from '../../src/rma/travelling.ts';
import type { DemoFileName } from './files.ts';

/** Who acts: a customer code, or the e-mail address of a staff member; `hoursAgo` of the clock, spread over working hours. */
type By = { by: string; hoursAgo: number };

/** What happened, in order. The first step is the customer's request. */
export type Step = By &
	(
		| { says: string; files?: DemoFileName[] }
		| { note: string }
		| { taken: true }
		| { closed: true; solution?: string }
		| { rma: RmaDeed }
	);

/** What was done to the ticket’s RMA; it travels with the ticket’s unit, or one accessory of that. */
export type RmaDeed =
	| { authorise: { accessory?: string; inWarranty: boolean } }
	| { complete: DemoForm }
	| { send: Shipment }
	| { quote: { lines: QuoteLine[]; vatNote: string; validDays: number } }
	| { ship: Shipment }
	| 'receive'
	| 'inspect'
	| { repair: Cause }
	| 'close';

/** What the customer wrote, besides what his company’s own data say. */
export type DemoForm = {
	contact: string;
	street: string;
	postcode: string;
	city: string;
	purchasedDaysAgo: number;
	fault: string;
	accessories: Record<string, AccessoryAnswer>;
};

/** A request as it might have come in, told from its opening to now; texts are rich text as the editor leaves it. */
export type DemoTicket = {
	customer: string;
	product: string;
	/** Serial number; a service has none. */
	unit?: string;
	subject: string;
	make?: string;
	model?: string;
	engine?: string;
	year?: string;
	ecu?: string;
	protocol?: string;
	/** The customer has not read support's last word yet. */
	unread?: true;
	steps: Step[];
};
