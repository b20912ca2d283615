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
	);

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
