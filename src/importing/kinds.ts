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
	importRows(trx: Writing, rows: FileRow[], update: boolean): Promise<Imported>;
};

export const kinds: Record<ImportKind, Kind> = {
	customers: {
		columns: customerColumns,
		mayUpdate: true,
		importRows: (trx, rows, update) => importCustomers(trx, rows, { update }),
	},
	units: {
		columns: unitColumns,
		mayUpdate: true,
		importRows: (trx, rows, update) => importUnits(trx, rows, { update }),
	},
	tickets: {
		columns: ticketColumns,
		mayUpdate: false,
		importRows: (trx, rows) => importTickets(trx, rows, new Date()),
	},
};
