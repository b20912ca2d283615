import { z } from 'zod';
import { branchServing } from '../../../branches/finding.ts';
import { cancelAddressChange, confirmAgain, requestAddressChange } from '../../../customers/address-changing.ts';
import { countryName, listTimeZones } from '../../../customers/country.ts';
import { notices } from '../../../customers/notice.ts';
import { profileLimits as limits } from '../../../customers/profile.ts';
import { changeContact, chooseNotices } from '../../../customers/profile-changing.ts';
import { findProfile } from '../../../customers/profile-finding.ts';
import { groupTimeZones } from '../../../customers/time-zones.ts';
import { database } from '../../../database/connection.ts';
import { locales } from '../../../identity/account.ts';
import { requireFactor } from '../../../identity/factor-removing.ts';
import { preferLanguageAndZone } from '../../../identity/preferring.ts';
import { m } from '../../../paraglide/messages.js';
import { Refusal } from '../../../refusal.ts';
import { formatDateTime } from '../../../ui/format.ts';
import { factorsOf } from '../../factoring.server.ts';
import { text } from '../../form.server.ts';
import { asCustomer, doneBy } from '../../request.server.ts';
import { sessionsOf } from '../../sessioning.server.ts';
import { change, sections } from './changing.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The customer's own profile (product.md E6); `saved` is the section whose form was sent just now. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asCustomer(event);
	const now = new Date();
	const [{ waiting, passwordChosenAt, country, ...profile }, factors, sessions] = await Promise.all([
		findProfile(database(), actor, now),
		factorsOf(account),
		sessionsOf(account),
	]);
	const { locale, timeZone } = account;
	const saved = event.url.searchParams.get('saved');
	return {
		profile: { ...profile, country: countryName(country, locale) },
		branchPhone: (await branchServing(database(), country)).phone,
		waiting: waiting && { email: waiting.email, until: formatDateTime(waiting.until, locale, timeZone) },
		passwordChosen: passwordChosenAt && formatDateTime(passwordChosenAt, locale, timeZone, 'date'),
		zones: groupTimeZones({ locale, country, used: timeZone, rest: m.profile_zones_rest({}, { locale }) }, now),
		now: formatDateTime(now, locale, timeZone),
		factors,
		sessions,
		limits,
		saved: sections.find((section) => section === saved) ?? null,
	};
};

const ticked = z
	.literal('on')
	.optional()
	.transform((value) => value === 'on');
const proof = z.string().max(1024);
const forms = {
	contact: z.strictObject({ address: text(limits.address, { lines: true }), phone: text(limits.phone) }),
	language: z.strictObject({ locale: z.enum(locales), zone: z.string().max(100) }),
	email: z.strictObject({ email: z.string().trim().max(1000), current: proof }),
	notices: z.strictObject({ answered: ticked, status: ticked, own: ticked }),
	factor: z.strictObject({ required: z.enum(['yes', 'no']), current: proof }),
	nothing: z.strictObject({}),
};

export const actions: Actions = {
	contact(event) {
		const { actor } = asCustomer(event);
		return change(event, {
			section: 'contact',
			schema: forms.contact,
			make: (trx, contact) => changeContact(trx, doneBy(event), actor, contact),
		});
	},

	language(event) {
		const { account } = asCustomer(event);
		return change(event, {
			section: 'language',
			schema: forms.language.refine(({ zone }) => [...listTimeZones(account.timeZone), 'UTC'].includes(zone)),
			make: (trx, { locale, zone }) =>
				preferLanguageAndZone(trx, account, { locale, timeZone: zone }, doneBy(event)),
		});
	},

	email(event) {
		const { actor } = asCustomer(event);
		return change(event, {
			section: 'email',
			schema: forms.email,
			make: (trx, { email }) => requestAddressChange(trx, doneBy(event), actor, email, new Date()),
		});
	},

	resend(event) {
		const { actor } = asCustomer(event);
		return change(event, {
			section: 'email',
			schema: forms.nothing,
			make: (trx) => confirmAgain(trx, doneBy(event), actor, new Date()),
		});
	},

	cancel(event) {
		const { actor } = asCustomer(event);
		return change(event, {
			section: 'email',
			schema: forms.nothing,
			make: (trx) => cancelAddressChange(trx, actor, new Date()),
		});
	},

	notices(event) {
		const { actor } = asCustomer(event);
		return change(event, {
			section: 'notices',
			schema: forms.notices,
			make(trx, chosen) {
				const wanted = notices.filter((notice) => chosen[notice]);
				return chooseNotices(trx, doneBy(event), actor, wanted);
			},
		});
	},

	factor(event) {
		const { actor } = asCustomer(event);
		return change(event, {
			section: 'factors',
			schema: forms.factor,
			async make(trx, { required }) {
				const { isMaster } = await findProfile(trx, actor, new Date());
				if (!isMaster) throw new Refusal('not-allowed');
				await requireFactor(trx, actor.id, required === 'yes', doneBy(event));
			},
		});
	},
};
