const englishNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
/** Codes that Unicode names and ISO 3166 gives to no country. */
const noCountries = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ', 'AC', 'CP', 'CQ', 'DG', 'EA', 'IC', 'TA']);

/** The code that ISO 3166 uses today for this one, in capitals: GB for UK. */
export function presentCode(code: string): string {
	return new Intl.Locale(`und-${code}`).region ?? code;
}

/** Whether these two capitals are the code of a country today. */
export function isCountry(code: string): boolean {
	if (!/^[A-Z]{2}$/.test(code) || noCountries.has(code)) return false;
	return englishNames.of(code) !== undefined && presentCode(code) === code;
}

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const codes = letters.flatMap((first) => letters.map((second) => first + second)).filter(isCountry);

/** Every country with its name, in the order of a language, to choose from. */
export function listCountries(locale: string): { code: string; name: string }[] {
	const names = new Intl.DisplayNames(locale, { type: 'region' });
	const { compare } = new Intl.Collator(locale);
	return codes.map((code) => ({ code, name: names.of(code) ?? code })).sort((a, b) => compare(a.name, b.name));
}

export function countryName(code: string, locale: string): string {
	return new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code;
}

const zones = Intl.supportedValuesOf('timeZone');

/** Every time zone to choose from, and the one that is in use, should it bear an older name. */
export function listTimeZones(used = ''): string[] {
	return !used || zones.includes(used) ? zones : [used, ...zones];
}

/** Whether this names a zone of the IANA database. An offset, which knows no summer time, does not. */
export function isTimeZone(zone: string): boolean {
	try {
		return /^[A-Z]/i.test(zone) && new Temporal.ZonedDateTime(0n, zone).timeZoneId !== '';
	} catch {
		return false;
	}
}
