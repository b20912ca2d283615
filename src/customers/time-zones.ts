import { countryName, listTimeZones } from './country.ts';

export type ZoneGroup = { name: string; zones: { id: string; label: string }[] };

// What Unicode calls the parts of the world by which the zones are named; the oceans it does not name.
const regions: Record<string, string> = {
	Europe: '150',
	Asia: '142',
	Africa: '002',
	America: '019',
	Australia: 'AU',
	Pacific: '009',
	Antarctica: 'AQ',
};

/**
 * The time zones to choose from: first those of the customer's country, then all by part of the world. `rest` is the name of the group
 * of those in no part of it; each label says how far from UTC the zone is now.
 */
export function groupTimeZones(
	{ locale, country, used, rest }: { locale: string; country: string; used: string; rest: string },
	now: Date,
): ZoneGroup[] {
	const shown = (ids: readonly string[]) => ids.map((id) => ({ id, label: `${placeOf(id)} (${offsetOf(id, now)})` }));
	const near = [...new Set([used, ...zonesOf(country)])];
	const others = Object.groupBy([...listTimeZones(), 'UTC'], (id) => {
		const [part = ''] = id.split('/');
		return part in regions ? part : 'rest';
	});
	const names = new Intl.DisplayNames(locale, { type: 'region' });
	const groups = Object.entries(regions).map(([part, region]) => ({
		name: names.of(region) ?? part,
		zones: shown(others[part] ?? []),
	}));
	return [
		{ name: countryName(country, locale), zones: shown(near) },
		...groups,
		{ name: rest, zones: shown(others['rest'] ?? []) },
	];
}

function zonesOf(country: string): string[] {
	return new Intl.Locale(`und-${country}`).getTimeZones() ?? [];
}

/** "America/Argentina/Buenos_Aires" is Buenos Aires, Argentina. */
function placeOf(id: string): string {
	const [, ...places] = id.replaceAll('_', ' ').split('/');
	return places.toReversed().join(', ') || id;
}

function offsetOf(id: string, now: Date): string {
	const { offset } = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(id);
	return `UTC${offset === '+00:00' ? '' : offset.replace('-', '−')}`;
}
