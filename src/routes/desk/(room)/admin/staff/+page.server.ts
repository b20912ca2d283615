import { database } from '../../../../../database/connection.ts';
import { listMembers } from '../../../../../staff/finding.ts';
import { branchChoices } from '../../../../../staff/serving.ts';
import { formatDateTime, formatRelative } from '../../../../../ui/format.ts';
import { asStaff } from '../../../../request.server.ts';
import type { PageServerLoad } from './$types';

/** Everybody who works or has worked at the desk. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'inspect');
	const { locale, timeZone } = account;
	const [members, branches] = await Promise.all([listMembers(database(), actor), branchChoices(database())]);
	const nameOf = new Map(branches.map(({ slug, name }) => [slug, name]));
	const now = new Date();
	return {
		rows: members.map(
			({ id, name, email, role, state, hasSecondFactor, seenAt, invitedUntil, branches: served }) => ({
				id,
				name,
				email,
				role,
				state,
				hasSecondFactor,
				branches: served.map((slug) => nameOf.get(slug) ?? slug),
				seen: seenAt && {
					at: seenAt.toISOString(),
					text: formatDateTime(seenAt, locale, timeZone),
					ago: formatRelative(seenAt, now, locale),
				},
				isExpired: !invitedUntil || invitedUntil < now,
			}),
		),
	};
};
