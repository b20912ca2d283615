import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openTicket, units } from './demonstration.ts';
import type { Visitor } from './http.ts';

/** What the portal has acknowledged: tickets by their subject, replies by their words. */
export type Acknowledged = { tickets: Map<string, number>; replies: Map<string, number> };

type Outcome = {
	/** What went wrong otherwise than by a connection that could not be made or broke. */
	odd: string[];
	/** Connections that broke before the answer. */
	broken: string[];
};

export type Load = Outcome & {
	acknowledged: Acknowledged;
	stop(): Promise<void>;
};

export const fileOf = (subject: string) => `tool log of ${subject}\n`.repeat(200);

/** Customers who open tickets with a file and reply to them, without pause, until stopped. */
export function startLoad(customers: Visitor[]): Load {
	const acknowledged: Acknowledged = { tickets: new Map(), replies: new Map() };
	return { acknowledged, ...keepAllAtWork(customers, (customer) => openAndReply(customer, acknowledged)) };
}

/** A form that lets one unit be sent back from a ticket, and the number that the RMA got, if an answer came. */
export type Permission = { ticket: number; form: Record<string, string>; number?: number };

/** Technicians who let units be sent back, each on a ticket of his own, until stopped or there are no more forms. */
export function startPermitting(technicians: { visitor: Visitor; ticket: number }[], forms: Permission['form'][]) {
	const permissions: Permission[] = [];
	const load = keepAllAtWork(technicians, async ({ visitor, ticket }) => {
		const form = forms[permissions.length];
		if (!form) throw new Error('there are too few forms');
		const permission: Permission = { ticket, form };
		permissions.push(permission);
		permission.number = await permit(visitor, permission);
	});
	return { permissions, ...load };
}

/** Sends the form; answers the RMA’s number. */
export async function permit(technician: Visitor, { ticket, form }: Permission): Promise<number> {
	const { status, location } = await technician.post(`/desk/tickets/${ticket}/rma?/authorise`, form);
	if (status !== 303) throw new Error(`authorising answered ${status}`);
	return Number(/#rma-(\d+)$/.exec(location ?? '')?.[1]);
}

/** Everybody does his work again and again; a portal that is away is asked again soon. */
function keepAllAtWork<Worker>(workers: Worker[], work: (worker: Worker) => Promise<void>) {
	const load: Outcome & { isOver: boolean } = { odd: [], broken: [], isOver: false };
	const working = workers.map(async (worker) => {
		while (!load.isOver) {
			try {
				await work(worker);
			} catch (error) {
				const { cause } = error as { cause?: { code?: string; message?: string } };
				if (cause?.code === 'ECONNREFUSED') await sleep(20);
				else if (cause) load.broken.push(cause.code ?? cause.message ?? 'broken');
				else load.odd.push(String(error));
			}
		}
	});
	const stop = async () => {
		load.isOver = true;
		await Promise.all(working);
	};
	return { odd: load.odd, broken: load.broken, stop };
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
