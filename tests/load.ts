import { randomUUID } from 'node:crypto';
import { openTicket, units } from './demonstration.ts';
import type { Visitor } from './http.ts';

/** What the portal has acknowledged: tickets by their subject, replies by their words. */
export type Acknowledged = { tickets: Map<string, number>; replies: Map<string, number> };

export type Load = {
	acknowledged: Acknowledged;
	/** What went wrong otherwise than by a connection that could not be made or broke. */
	odd: string[];
	/** Connections that broke before the answer. */
	broken: string[];
	stop(): Promise<void>;
};

export const fileOf = (subject: string) => `tool log of ${subject}\n`.repeat(200);

/** Customers who open tickets with a file and reply to them, without pause, until stopped. */
export function startLoad(customers: Visitor[]): Load {
	const load = { acknowledged: { tickets: new Map(), replies: new Map() }, odd: [], broken: [], isOver: false };
	const working = customers.map((customer) => keepWorking(customer, load));
	return Object.assign(load, {
		async stop() {
			load.isOver = true;
			await Promise.all(working);
		},
	});
}

type Cause = { code?: string; message?: string };
type Running = Pick<Load, 'acknowledged' | 'odd' | 'broken'> & { isOver: boolean };

async function keepWorking(customer: Visitor, load: Running): Promise<void> {
	while (!load.isOver) {
		try {
			await openAndReply(customer, load.acknowledged);
		} catch (error) {
			const { cause } = error as { cause?: Cause };
			if (cause?.code === 'ECONNREFUSED') await new Promise((resolve) => setTimeout(resolve, 20));
			else if (cause) load.broken.push(cause.code ?? cause.message ?? 'broken');
			else load.odd.push(String(error));
		}
	}
}

async function openAndReply(customer: Visitor, { tickets, replies }: Acknowledged): Promise<void> {
	const subject = `Ticket ${randomUUID()}`;
	const file = { field: 'file.tool-log', name: 'read.log', body: fileOf(subject) };
	const number = await openTicket(customer, units.english, { subject, key: randomUUID() }, [file]);
	tickets.set(subject, number);
	const message = `Reply ${randomUUID()}`;
	const { status } = await customer.post(`/tickets/${number}?/reply`, { message, key: randomUUID() });
	if (status !== 303) throw new Error(`replying answered ${status}`);
	replies.set(message, number);
}
