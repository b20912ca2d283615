import { customerColumns, importCustomers } from '../customers/importing.ts';
import type { Writing } from '../database/connection.ts';
import type { Columns, FileRow, Imported } from '../database/sifting.ts';
import { importTickets } from '../tickets/importing.ts';
import { ticketColumns } from '../tickets/understanding.ts';
import { importUnits, unitColumns } from '../units/importing.ts';
import type { ImportKind } from './run.ts';

/** What can be brought in: its columns, and the verb that takes its rows. */
export type Kind = {
	columns: Columns;
	/** Old tickets are history: nothing overwrites them. */
	mayUpdate: boolean;
	/** Who is new gets a first password by mail, when that is wanted. */
	mayMail: boolean;
	importRows(trx: Writing, rows: FileRow[], how: How): Promise<Imported>;
};

export type How = { update: boolean; mails: boolean };

export const kinds: Record<ImportKind, Kind> = {
	customers: {
		columns: customerColumns,
		mayUpdate: true,
		mayMail: true,
		importRows: importCustomers,
	},
	units: {
		columns: unitColumns,
		mayUpdate: true,
		mayMail: false,
		importRows: importUnits,
	},
	tickets: {
		columns: ticketColumns,
		mayUpdate: false,
		mayMail: false,
		importRows: (trx, rows) => importTickets(trx, rows, new Date()),
	},
};
