import type { RequestEvent } from '@sveltejs/kit';
import { database } from '../../../../../database/connection.ts';
import type { Account } from '../../../../../identity/account.ts';
import type { StaffActor } from '../../../../../identity/actor.ts';
import { listBranchChoices } from '../../../../../reports/listing.ts';
import { boundsOf, readFilter } from '../../../../../reports/period.ts';

type Reader = { actor: StaffActor; account: Account };

/** What the address asks for, of what its reader may see; a branch that he does not serve is as good as none. */
export async function scopeOf({ url }: RequestEvent, { actor, account: { timeZone } }: Reader) {
	const branches = await listBranchChoices(database(), actor);
	const asked = readFilter(url.searchParams, Temporal.Now.plainDateISO(timeZone).toString());
	const branch = branches.find(({ slug }) => slug === asked.branch);
	const filter = { ...asked, branch: branch?.slug ?? '' };
	return { branches, filter, scope: { actor, branchId: branch?.id ?? null, ...boundsOf(filter, timeZone) } };
}
