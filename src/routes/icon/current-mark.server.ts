import type { Maker } from '../../branches/finding.ts';
import { iconHash } from '../../branches/icon.ts';
import { Refusal } from '../../refusal.ts';
import { currentMaker } from '../request.server.ts';

/** The maker whose mark an address names. @throws Refusal `not-found` for a mark of other days */
export async function currentMark(hash: string): Promise<Maker> {
	const maker = await currentMaker();
	if (hash !== iconHash(maker)) throw new Refusal('not-found');
	return maker;
}
