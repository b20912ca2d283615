/** What is scanned: an RMA as a whole, or one of its items. */
export type RmaCode = { number: number; nth: number | null };

/** What a form's barcodes hold: `RMA-10001`, or with an item `RMA-10001-2`. */
export function writeCode({ number, nth }: RmaCode): string {
	return nth === null ? `RMA-${number}` : `RMA-${number}-${nth}`;
}

/** Reads what was scanned, or typed by somebody in a store room: `rma 10001`, `10001/2` and `#10001` are meant as well. Null: no code of ours. */
export function readCode(text: string): RmaCode | null {
	const [, number, nth] =
		/^(?:rma)?[\s#.:-]*(\d{5,12})(?:[\s/.-]+(\d{1,3}))?$/i.exec(text.normalize('NFKC').trim()) ?? [];
	if (!number) return null;
	return { number: Number(number), nth: nth ? Number(nth) : null };
}
