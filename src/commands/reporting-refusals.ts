import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { Obstacle } from '../obstacle.ts';
import { csvLine } from '../database/csv.ts';
import type { Refused } from '../database/sifting.ts';

/** The file with every refused row. It appears with the first; one of an earlier import is gone once there is nothing to report. */
export class Report {
	readonly file: string;
	readonly #fd: number;
	#rows = 0;

	constructor(file: string) {
		this.file = file;
		try {
			// Customers' data are nobody else's business.
			this.#fd = openSync(file, 'w', 0o600);
		} catch (error) {
			throw new Obstacle(
				`${file} cannot be written (${(error as NodeJS.ErrnoException).code}): name another with --report.`,
			);
		}
		this.#write([['line', 'column', 'value', 'reason']]);
	}

	add(refused: Refused[]): void {
		this.#rows += refused.length;
		this.#write(refused.map(({ line, column, value, reason }) => [String(line), column, value, reason]));
	}

	close(): void {
		closeSync(this.#fd);
		if (this.#rows === 0) rmSync(this.file);
	}

	#write(rows: string[][]): void {
		writeSync(this.#fd, rows.map((row) => csvLine(row, '\n')).join(''));
	}
}
