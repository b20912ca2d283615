import { database } from '../../../../../database/connection.ts';
import type { Account } from '../../../../../identity/account.ts';
import { countCauses, countOutcomes, countRepeats } from '../../../../../reports/counting.ts';
import type { RefusedParcel, Repeats } from '../../../../../reports/figures.ts';
import { listRefusals } from '../../../../../reports/listing.ts';
import { measureStays, measureTurnaround } from '../../../../../reports/measuring.ts';
import { rmaStates } from '../../../../../rma/rma.ts';
import { formatDateTime } from '../../../../../ui/format.ts';
import { asStaff } from '../../../../request.server.ts';
import { scopeOf } from './scope.server.ts';
import type { PageServerLoad } from './$types';

/** How RMAs went in a period: how long they took and where, how they ended, what was found, what came back. */
export const load: PageServerLoad = async (event) => {
	const reader = asStaff(event, 'support', 'inspect');
	const { branches, filter, scope } = await scopeOf(event, reader);
	const [turnaround, stays, outcomes, causes, repeats, refusals] = await Promise.all([
		measureTurnaround(database(), scope),
		measureStays(database(), scope),
		countOutcomes(database(), scope),
		countCauses(database(), scope),
		countRepeats(database(), scope),
		listRefusals(database(), scope),
	]);
	return {
		filter,
		branches: branches.map(({ slug, name }) => ({ slug, name })),
		turnaround,
		stays: stays.toSorted((a, b) => rmaStates.indexOf(a.state) - rmaStates.indexOf(b.state)),
		outcomes,
		causes,
		repeats: shownRepeats(repeats, reader.account),
		refusals: refusals.map((refusal) => shownRefusal(refusal, reader.account)),
	};
};

function shownTime(at: Date, { locale, timeZone }: Account) {
	return { at: at.toISOString(), text: formatDateTime(at, locale, timeZone, 'date') };
}

function shownRepeats({ units, returned, latest }: Repeats, account: Account) {
	const shown = latest.map(({ shippedAt, returnedAt, ...repeat }) => ({
		...repeat,
		shipped: shownTime(shippedAt, account),
		back: shownTime(returnedAt, account),
	}));
	return { units, returned, latest: shown };
}

function shownRefusal({ at, ...refusal }: RefusedParcel, account: Account) {
	return { ...refusal, time: shownTime(at, account) };
}
