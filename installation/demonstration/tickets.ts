import type { DemoTicket } from './ticket.ts';
import { englishTickets } from './tickets-english.ts';
import { frenchTickets } from './tickets-french.ts';
import { italianRmaTickets } from './tickets-italian-rma.ts';
import { italianTickets } from './tickets-italian.ts';
import { russianTickets } from './tickets-russian.ts';
import { spanishTickets } from './tickets-spanish.ts';

/** Every ticket of the demonstration, the oldest first: numbers rise with time. */
export const tickets: DemoTicket[] = [
	...italianTickets,
	...italianRmaTickets,
	...englishTickets,
	...frenchTickets,
	...spanishTickets,
	...russianTickets,
].sort((one, other) => openedHoursAgo(other) - openedHoursAgo(one));

/** How long ago the customer sent the request. */
function openedHoursAgo(ticket: DemoTicket): number {
	return ticket.steps[0]?.hoursAgo ?? 0;
}
