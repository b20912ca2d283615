import { readCode } from '../customers/importing.ts';
import type { Cells, Columns } from '../database/sifting.ts';
import { Refusal } from '../refusal.ts';
import { readSerial } from '../units/importing.ts';
import type { Body } from './body.ts';
import { asBody } from './sanitising.ts';
import { limits, statuses, type MessageKind, type Status, type VehicleFacts } from './ticket.ts';

/** The columns of a file of old tickets (docs/import.md). */
export const ticketColumns: Columns = {
	number: false,
	customer: true,
	product: true,
	serial: false,
	subject: true,
	make: false,
	model: false,
	engine: false,
	year: false,
	ecu: false,
	protocol: false,
	status: true,
	opened: true,
	started: false,
	closed: false,
	technician: false,
	message: false,
	answer: false,
	answers: false,
};

type Said = { by: MessageKind; at: Date; body: Body };

/** A ticket of the past as its row tells it, before anybody has looked whether customer, unit and technician exist. */
export type OldTicket = {
	cells: Cells;
	/** The number it had; null: it gets one. */
	number: number | null;
	customer: string;
	product: string;
	/** '': it is about no unit that anybody remembers, or about a service. */
	serial: string;
	subject: string;
	facts: VehicleFacts;
	status: Status;
	openedAt: Date;
	startedAt: Date | null;
	closedAt: Date | null;
	/** E-mail address in lower case; '': nobody remembers. */
	technician: string;
	/** The request first, then in the order of time. */
	said: Said[];
};

/** What a row means. Whatever is wrong is said to its cells, and then the rest of the answer means nothing. */
export function understand(cells: Cells, now: Date): OldTicket {
	const openedAt = cells.instant('opened', true) ?? new Date(0);
	const ticket = {
		cells,
		number: readNumber(cells),
		customer: readCode(cells, 'customer', true),
		product: cells.text('product', { most: 40, required: true }).toLowerCase(),
		serial: readSerial(cells),
		subject: cells.text('subject', { most: limits.subject, required: true }),
		facts: readFacts(cells),
		status: cells.oneOf('status', statuses, true) ?? 'new',
		openedAt,
		startedAt: cells.instant('started'),
		closedAt: cells.instant('closed'),
		technician: cells.text('technician', { most: 254 }).toLowerCase(),
	};
	mustAgree(ticket, now);
	return { ...ticket, said: readConversation(cells, ticket, now) };
}

function readNumber(cells: Cells): number | null {
	const form = 'must be a ticket number of at most 12 digits';
	const digits = cells.matching('number', /^[1-9]\d{0,11}$/, { most: 100 }, form);
	return digits === '' ? null : Number(digits);
}

function readFacts(cells: Cells): VehicleFacts {
	const fact = (field: keyof VehicleFacts) => cells.text(field, { most: limits[field] });
	return {
		make: fact('make'),
		model: fact('model'),
		engine: fact('engine'),
		year: fact('year'),
		ecu: fact('ecu'),
		protocol: fact('protocol'),
	};
}

type Course = Omit<OldTicket, 'said'>;

/** Status, times and technician must tell one story: the one that the database's constraints ask for. */
function mustAgree({ cells, status, openedAt, startedAt, closedAt, technician }: Course, now: Date): void {
	if (cells.refused.length > 0) return;
	if (status === 'closed' && !closedAt) cells.refuse('closed', 'a closed ticket has a closing time');
	if (status !== 'closed' && closedAt) cells.refuse('closed', 'only a closed ticket has a closing time');
	if (status === 'in_process' && !startedAt) cells.refuse('started', 'a ticket in process has been started');
	if (status === 'in_process' && !technician) cells.refuse('technician', 'a ticket in process is in somebody’s hands');
	if (status === 'new' && technician) cells.refuse('technician', 'a new ticket is in nobody’s hands');
	if (openedAt > now) cells.refuse('opened', 'lies in the future');
	if (startedAt && startedAt < openedAt) cells.refuse('started', 'is before the opening');
	if (startedAt && startedAt > now) cells.refuse('started', 'lies in the future');
	if (closedAt && closedAt < (startedAt ?? openedAt)) cells.refuse('closed', 'is before the beginning');
	if (closedAt && closedAt > now) cells.refuse('closed', 'lies in the future');
}

function readConversation(cells: Cells, { openedAt, startedAt, closedAt, technician }: Course, now: Date): Said[] {
	const request: Said = { by: 'customer', at: openedAt, body: readBody(cells, 'message') };
	const answer: Said = { by: 'support', at: closedAt ?? startedAt ?? openedAt, body: readBody(cells, 'answer') };
	const later = [...(answer.body.text ? [answer] : []), ...readAnswers(cells, openedAt, now)];
	if (!technician && later.some(({ by }) => by !== 'customer'))
		cells.refuse('technician', 'is missing: an answer or a note is somebody’s');
	return [request, ...later.sort((one, other) => one.at.getTime() - other.at.getTime())];
}

function readBody(cells: Cells, column: string): Body {
	return bodyOf(cells, column, cells.text(column, { most: limits.message, lines: true }));
}

function bodyOf(cells: Cells, column: string, text: string): Body {
	try {
		return asBody(text, 'text');
	} catch (error) {
		// Quotes and angle brackets grow when they become HTML, so short enough may still be too long.
		if (!(error instanceof Refusal)) throw error;
		cells.refuse(column, `is longer than ${limits.message} characters`);
		return { html: '', text: '' };
	}
}

const speakers = ['customer', 'support', 'note'] as const;

/** The `answers` of JSON Lines: `[{ by, at, text }, …]`. */
function readAnswers(cells: Cells, openedAt: Date, now: Date): Said[] {
	const answers = cells.raw('answers') ?? [];
	if (Array.isArray(answers)) return answers.flatMap((answer) => readAnswer(cells, answer, openedAt, now));
	if (answers !== '') cells.refuse('answers', 'must be a list of { by, at, text }');
	return [];
}

function readAnswer(cells: Cells, answer: unknown, openedAt: Date, now: Date): Said[] {
	const { by, at, text } = (answer ?? {}) as Record<string, unknown>;
	const speaker = speakers.find((word) => word === by);
	if (!speaker) cells.refuse('answers', `by must be one of ${speakers.join(', ')}`);
	const moment = cells.instantOf('answers', typeof at === 'string' ? at : '');
	if (moment && moment < openedAt) cells.refuse('answers', 'an answer is before the opening');
	if (moment && moment > now) cells.refuse('answers', 'an answer lies in the future');
	const words = cells.passage('answers', text, { most: limits.message, required: true, lines: true });
	if (!speaker || !moment || words === '') return [];
	return [{ by: speaker, at: moment, body: bodyOf(cells, 'answers', words) }];
}
