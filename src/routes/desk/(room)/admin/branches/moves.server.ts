import type { BranchFields, BranchSheet } from '../../../../../branches/branch.ts';
import { countMoves } from '../../../../../branches/moving.ts';
import { database } from '../../../../../database/connection.ts';

type Planned = Pick<BranchFields, 'legalName' | 'countries' | 'takesTheRest'> & { id: number | null };

/** What is asked before customers change their branch: how many, from where to where; nothing when as many were agreed to. */
export async function movesToAgree(sheets: BranchSheet[], planned: Planned, agreed: number | undefined) {
	const moves = await countMoves(database(), planned);
	const total = moves.reduce((sum, { customers }) => sum + customers, 0);
	if (total === 0 || total === agreed) return null;
	const nameOf = (id: number | null) =>
		id === planned.id ? planned.legalName : (sheets.find((sheet) => sheet.id === id)?.legalName ?? '');
	return { total, each: moves.map(({ from, to, customers }) => ({ from: nameOf(from), to: nameOf(to), customers })) };
}
