// What the import of every kind of row has in common: reading cells with care, and saying what is wrong with them.

/** A row of a maker's file: the line on which it begins and, by column, what stands there: text, or any value of JSON. */
export type FileRow = { line: number; cells: Record<string, unknown> };

/** Why a row, or what stands in one of its columns, was not taken. */
export type Refused = { line: number; column: string; value: string; reason: string };

/** What became of rows. */
export type Imported = { added: number; updated: number; existing: number; refused: Refused[] };

/** The columns that a kind of row has; true: no row without it. */
export type Columns = Readonly<Record<string, boolean>>;

type TextRules = { most: number; required?: boolean; lines?: boolean };

/** The cells of one row. What is wrong with them is collected, so that a person learns all of it at once. */
export class Cells {
	readonly line: number;
	readonly refused: Refused[] = [];
	readonly #values: Record<string, unknown>;

	constructor({ line, cells }: FileRow) {
		this.line = line;
		this.#values = cells;
	}

	raw(column: string): unknown {
		return Object.hasOwn(this.#values, column) ? this.#values[column] : undefined;
	}

	refuse(column: string, reason: string): void {
		this.refused.push({ line: this.line, column, value: shortened(this.raw(column)), reason });
	}

	/** Text of one line, of several with `lines`, without the spaces around it; '' when there is none, or none that can be taken. */
	text(column: string, rules: TextRules): string {
		return this.passage(column, this.raw(column), rules);
	}

	/** The same for what stands inside a cell. */
	passage(column: string, inside: unknown, rules: TextRules): string {
		const given = inside ?? '';
		if (typeof given !== 'string' && typeof given !== 'number') {
			this.refuse(column, 'must be text');
			return '';
		}
		const text = String(given).replace(/\r\n?/g, '\n').trim();
		const objection = objectionTo(text, rules);
		if (objection) this.refuse(column, objection);
		return objection ? '' : text;
	}

	/** Text in the form that `pattern` asks for. */
	matching(column: string, pattern: RegExp, rules: TextRules, form: string): string {
		const text = this.text(column, rules);
		if (text === '' || pattern.test(text)) return text;
		this.refuse(column, form);
		return '';
	}

	/** One of the words, in any case. */
	oneOf<Word extends string>(column: string, words: readonly Word[], required = false): Word | null {
		const text = this.text(column, { most: 100, required }).toLowerCase();
		const word = words.find((word) => word === text) ?? null;
		if (text !== '' && word === null) this.refuse(column, `must be one of ${words.join(', ')}`);
		return word;
	}

	/** A day as 'YYYY-MM-DD'. 03/04/2025 is two days, depending on who wrote it, so no other form is taken. */
	day(column: string): string | null {
		const text = this.text(column, { most: 100 });
		if (text === '') return null;
		if (!/^\d{4}-\d\d-\d\d$/.test(text)) this.refuse(column, 'write the day as YYYY-MM-DD, as in 2027-03-31');
		else if (attempt(() => Temporal.PlainDate.from(text)) && text >= '1900') return text;
		else this.refuse(column, 'there is no such day');
		return null;
	}

	/** An instant, written with its offset from UTC. */
	instant(column: string, required = false): Date | null {
		const text = this.text(column, { most: 100, required });
		return text === '' ? null : this.instantOf(column, text);
	}

	/** The same for what stands inside a cell. */
	instantOf(column: string, text: string): Date | null {
		if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)$/i.test(text)) {
			this.refuse(column, 'write the time with its offset, as in 2019-05-03T14:05:00+02:00 or 2019-05-03T12:05Z');
			return null;
		}
		const instant = attempt(() => Temporal.Instant.from(text));
		if (instant && text >= '1900') return new Date(instant.epochMilliseconds);
		this.refuse(column, 'there is no such time');
		return null;
	}
}

/** The candidates that nothing was said against so far. */
export function sound<Candidate extends { cells: Cells }>(candidates: Candidate[]): Candidate[] {
	return candidates.filter(({ cells }) => cells.refused.length === 0);
}

/** Rows in rounds in which every key comes once: a file may hold the same thing twice, a statement must not. */
export function rounds<Item>(items: Item[], keyOf: (item: Item) => string): Item[][] {
	const seen = new Map<string, number>();
	const result: Item[][] = [];
	for (const item of items) {
		const key = keyOf(item);
		const round = seen.get(key) ?? 0;
		seen.set(key, round + 1);
		(result[round] ??= []).push(item);
	}
	return result;
}

/** A value as a report shows it: short, on one line, with what cannot be seen written out. */
export function shortened(value: unknown): string {
	const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
	const start = [...text.slice(0, 200).toWellFormed()].slice(0, 80).join('');
	const visible = start.replace(/\p{Cc}/gu, (character) => {
		return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
	});
	return start.length < text.length ? `${visible}…` : visible;
}

function objectionTo(text: string, { most, required = false, lines = false }: TextRules): string | undefined {
	if (text === '') return required ? 'is missing' : undefined;
	if (!text.isWellFormed()) return 'holds half a character (a lone surrogate)';
	const control = (lines ? /[^\P{Cc}\n\t]/u : /\p{Cc}/u).exec(text)?.[0];
	if (control === '\n') return 'must be one line';
	if (control !== undefined) {
		const code = control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
		return `holds the control character U+${code}`;
	}
	// PostgreSQL counts characters, JavaScript halves of some.
	if (text.length > most && [...text].length > most) return `is longer than ${most} characters`;
	return undefined;
}

function attempt<Value>(read: () => Value): Value | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}
