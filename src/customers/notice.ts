/** The letters about tickets that a customer may do without: support's answers, steps of a ticket, receipts of what he sent himself. */
export const notices = ['answered', 'status', 'own'] as const;
export type Notice = (typeof notices)[number];

/** Whether an account gets such letters, by what it has chosen; null is all of them. */
export function wants(chosen: string[] | null, notice: Notice): boolean {
	return chosen === null || chosen.includes(notice);
}
