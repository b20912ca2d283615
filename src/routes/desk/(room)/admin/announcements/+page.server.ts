import { listAnnouncements } from '../../../../../announcements/overseeing.ts';
import { addressedId } from '../../../../../database/addressed-id.ts';
import { listBranches } from '../../../../../branches/finding.ts';
import { database } from '../../../../../database/connection.ts';
import { formatDateTime } from '../../../../../ui/format.ts';
import { asStaff } from '../../../../request.server.ts';
import type { PageServerLoad } from './$types';

/** What is announced and will be, or was; those of closures lead to the closure. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'inspect');
	const { searchParams } = event.url;
	const past = searchParams.get('show') === 'past';
	const before = addressedId(searchParams.get('before') ?? '') ?? null;
	const [branches, { rows, next }] = await Promise.all([
		listBranches(database()),
		listAnnouncements(database(), actor, { past, before }, new Date()),
	]);
	const { locale, timeZone } = account;
	const shown = (at: Date) => ({ at: at.toISOString(), text: formatDateTime(at, locale, timeZone) });
	return {
		past,
		next,
		first: before === null,
		rows: rows.map((row) => ({
			id: row.id,
			title: row.texts[locale].title,
			state: row.state,
			closure: row.closure?.id ?? null,
			branch: branches.find(({ id }) => id === row.branchId)?.legalName ?? null,
			from: shown(row.shownFrom),
			until: row.shownUntil && shown(row.shownUntil),
		})),
	};
};
