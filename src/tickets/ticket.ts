import type { Attachment } from '../attachments/attachment.ts';
import type { VehicleField } from '../units/product.ts';
import type { UnitKind } from '../units/unit.ts';

export const statuses = ['new', 'in_process', 'closed'] as const;
export type Status = (typeof statuses)[number];

/** The eight fields of the form: the longest each may be, in characters. Only the subject is required. */
export const limits = {
	subject: 200,
	make: 100,
	model: 100,
	engine: 100,
	year: 20,
	ecu: 100,
	protocol: 50,
	message: 20_000,
	solution: 5_000,
} as const;

export type VehicleFacts = Record<VehicleField, string>;

/** A ticket as its page shows it. */
export type Ticket = VehicleFacts & {
	number: number;
	status: Status;
	/** Support waits for the customer: shown as "your answer is awaited". */
	answerAwaited: boolean;
	subject: string;
	product: string;
	productName: string;
	/** The product's places for files. */
	slots: string[];
	serial: string | null;
	kind: UnitKind | null;
	/** 'YYYY-MM-DD' */
	subscriptionUntil: string | null;
	unitId: number | null;
	openerId: number;
	holderId: number;
	customerCode: string;
	company: string;
	branchId: number;
	technicianId: number | null;
	technicianName: string | null;
	openedAt: Date;
	queuedAt: Date;
	startedAt: Date | null;
	closedAt: Date | null;
	/** Support wrote and this customer has not read it; staff have no such mark. */
	unread: boolean;
	/** Whether the customer still has to do with the unit; a former owner or Master sees only what he wrote and was answered. */
	stillParty: boolean;
	mayReply: boolean;
	mayClose: boolean;
	/** Grows with every change; a form that was made from an older one is told. */
	version: number;
};

export type MessageKind = 'customer' | 'support' | 'note';

export type Message = {
	id: number;
	kind: MessageKind;
	author: string;
	html: string;
	at: Date;
	attachments: Attachment[];
};

export const eventKinds = [
	'opened',
	'replied',
	'answered',
	'noted',
	'taken',
	'given_back',
	'handed_over',
	'closed',
	'reopened',
	'reminded',
	'rma',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** What happened between the messages: taken, closed, reopened, reminded. */
export type Event = {
	id: number;
	kind: EventKind;
	by: string | null;
	bySupport: boolean;
	/** Another customer, whose name is not told any more. */
	byAnother: boolean;
	at: Date;
	solution: string | null;
	/** Closed by the portal, for want of an answer. */
	forSilence: boolean;
	/** A step of an RMA, by its name. */
	rma: { number: string; step: string } | null;
};

/** How much of what helps support is there: filled of asked, in whole percent, and what is missing. */
export function completeness(
	filled: Partial<Record<string, string>>,
	asked: readonly string[],
): { percent: number; missing: string[] } {
	const missing = asked.filter((field) => !filled[field]?.trim());
	return { percent: Math.round(((asked.length - missing.length) / Math.max(1, asked.length)) * 100), missing };
}

/** A ticket as the desk's queue shows it; `queuedAt` is since when it waits. */
export type QueueRow = {
	number: number;
	branchId: number;
	status: Status;
	answerAwaited: boolean;
	subject: string;
	productName: string;
	serial: string | null;
	customerCode: string;
	company: string;
	make: string;
	model: string;
	queuedAt: Date;
};
