import type { Imported, Refused } from '../database/sifting.ts';

const shownRefusals = 10;

/** Says on standard error how far an import is, and what became of the rows. */
export class Progress {
	refusedRows = 0;
	readonly #what: string;
	readonly #begun = performance.now();
	readonly #sums = { read: 0, added: 0, updated: 0, existing: 0 };
	#lastRefused = 0;
	#shown = 0;
	#spoken = performance.now();

	constructor(what: string) {
		this.#what = what;
	}

	refuse(refused: Refused[]): void {
		for (const { line, column, value, reason } of refused) {
			// One row may be wrong in several columns: they follow each other.
			if (line !== this.#lastRefused) this.refusedRows++;
			this.#lastRefused = line;
			if (this.#shown++ < shownRefusals)
				this.#say(`  line ${line}: ${[column, quoted(value), reason].filter(Boolean).join(' ')}\n`);
		}
	}

	count(rows: number, { added, updated, existing }: Imported): void {
		this.#sums.read += rows;
		this.#sums.added += added;
		this.#sums.updated += updated;
		this.#sums.existing += existing;
		const now = performance.now();
		if (now - this.#spoken < (process.stderr.isTTY ? 200 : 10_000)) return;
		this.#spoken = now;
		const perSecond = Math.round((this.#sums.read / (now - this.#begun)) * 1000);
		process.stderr.write(
			`${figure(this.#sums.read)} ${this.#what} read, ${figure(perSecond)} a second${process.stderr.isTTY ? '\r' : '\n'}`,
		);
	}

	finish(report: string, stoppedBy: string | undefined, finished: boolean): void {
		const { read, added, updated, existing } = this.#sums;
		// Nothing was tried: whatever kept it from that is said elsewhere.
		if (read === 0 && this.refusedRows === 0 && !finished) return;
		if (this.#shown > shownRefusals) this.#say(`  … and ${figure(this.#shown - shownRefusals)} more\n`);
		if (this.refusedRows > 0) this.#say(`Every refusal is listed in ${report}.\n`);
		if (stoppedBy)
			this.#say(`Stopped by ${stoppedBy}. Run the same command again: what is in stays and is skipped.\n`);
		const seconds = ((performance.now() - this.#begun) / 1000).toFixed(1);
		const known = `${figure(existing)} known already${updated > 0 ? `, ${figure(updated)} updated` : ''}`;
		this.#say(
			`${this.#what}: ${figure(added)} imported, ${known}, ${figure(this.refusedRows)} refused, in ${seconds} s.\n`,
		);
	}

	#say(line: string): void {
		process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${line}` : line);
	}
}

function quoted(value: string): string {
	return value === '' ? '' : `"${value}"`;
}

function figure(count: number): string {
	return count.toLocaleString('en');
}
