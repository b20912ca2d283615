import { randomUUID } from 'node:crypto';
import { database } from '../../../../../../database/connection.ts';
import type { Account } from '../../../../../../identity/account.ts';
import { accessoriesOf, expectedIn, presentIn } from '../../../../../../rma/arrival.ts';
import { findTrackingUrl, listItems, readArrivals, readForm } from '../../../../../../rma/finding.ts';
import type { Form } from '../../../../../../rma/form.ts';
import { mayBePhotographed } from '../../../../../../rma/photo.ts';
import { listPhotos } from '../../../../../../rma/photographing.ts';
import type { Rma, ShownItem } from '../../../../../../rma/rma.ts';
import { findStep } from '../../../../../../rma/scanning.ts';
import { leads } from '../../../../../../rma/steps.ts';
import { isDay } from '../../../../../../ui/day.ts';
import { formatDateTime, formatDay, languageName } from '../../../../../../ui/format.ts';
import { rmaOf } from '../../../../../addressed-rma.server.ts';
import { asStaff } from '../../../../../request.server.ts';
import { shownParcel } from '../../rma-view.server.ts';
import { decide, photograph } from './receiving.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** A completed form beside what is ticked when its parcel is opened, or what was ticked then; and the photographs. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'support');
	const rma = await rmaOf(event, actor);
	const db = database();
	const [items, theirs, form, arrivals, photos, trackingUrl] = await Promise.all([
		listItems(db, rma, account.locale),
		listItems(db, rma, rma.locale),
		readForm(db, rma),
		readArrivals(db, rma),
		listPhotos(db, rma),
		findTrackingUrl(db, rma.carrier, rma.tracking),
	]);
	const isComplete = rma.completedAt !== null;
	return {
		rma: headOf(rma, account, trackingUrl),
		may: {
			receive: leads('receive', rma.state, 'support'),
			refuse: leads('refuse', rma.state, 'support'),
			photograph: mayBePhotographed(rma.state),
		},
		items: items.map((item) => itemOf(item, form, account)),
		// As their sender calls them: the reason of a refusal is written to him.
		expected: isComplete ? expectedIn(theirs, form).map(({ code, name }) => ({ code, name })) : [],
		parcel: isComplete ? shownParcel(form.parcel, account.locale) : null,
		found: arrivals.size > 0 ? presentIn(arrivals) : null,
		photos: photos.map(({ takenAt, ...photo }) => ({
			...photo,
			time: { at: takenAt.toISOString(), text: formatDateTime(takenAt, account.locale, account.timeZone) },
		})),
		decided: await decidedOn(rma, account),
		accountId: account.id,
		key: randomUUID(),
	};
};

function headOf(rma: Rma, { locale, timeZone }: Account, trackingUrl: string | null) {
	const { number, version, state, customerCode, company, ticketNumber, inWarranty, carrier, tracking } = rma;
	const date = (at: Date | null) => at && formatDateTime(at, locale, timeZone, 'date');
	return {
		number,
		version,
		state,
		customerCode,
		company,
		ticketNumber,
		inWarranty,
		carrier,
		tracking,
		trackingUrl,
		completed: date(rma.completedAt),
		expires: date(rma.expiresAt),
		locale: rma.locale,
		language: languageName(rma.locale, locale),
	};
}

function itemOf(item: ShownItem, form: Form, { locale }: Account) {
	const { nth, productName, serial, accessory, accessories } = item;
	const { purchasedOn = '', fault = '' } = form.items.get(nth) ?? {};
	const alone = accessory && (accessories.find(({ slug }) => slug === accessory)?.name ?? accessory);
	return {
		nth,
		serial,
		name: alone ?? productName,
		of: alone === null ? null : productName,
		purchased: isDay(purchasedOn) ? formatDay(purchasedOn, locale) : purchasedOn,
		fault,
		accessories: accessoriesOf(item, form),
	};
}

/** Who received or refused the parcel, and when; null as long as nobody has. */
async function decidedOn(rma: Rma, { locale, timeZone }: Account) {
	const isOpen = ['authorised', 'expired', 'cancelled'].includes(rma.state) || leads('receive', rma.state, 'support');
	if (isOpen) return null;
	const step = rma.state === 'refused' ? ('refuse' as const) : ('receive' as const);
	const taken = await findStep(database(), rma.number, step);
	return taken ? { step, at: formatDateTime(taken.at, locale, timeZone), by: taken.by ?? '' } : null;
}

export const actions: Actions = {
	accept: (event) => decide(event, 'received'),
	refuse: (event) => decide(event, 'refused'),
	photograph,
};
