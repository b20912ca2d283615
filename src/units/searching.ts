import { sql, type RawBuilder } from 'kysely';
import { literally } from '../database/literally.ts';
import { bareSerial } from './unit.ts';

/** So many units a page shows of each kind; whoever has more finds the others by their serial number or company. */
export const mostUnits = 200;

/** Whether a unit's serial number, with or without separators, or the name of a company holds what was typed, blind to case and accents. */
export function holds(find: string, company: 'h.company_folded' | 'other.company_folded'): RawBuilder<boolean> {
	const bare = bareSerial(find);
	const named = sql<boolean>`${sql.ref(company)} like folded(${`%${literally(find)}%`})`;
	// Without a letter or digit it is no part of a serial number, or one of them all.
	return bare ? sql<boolean>`(u.bare_serial like ${`%${bare}%`} or ${named})` : named;
}

/** What an address asks for. */
export function unitsAsked(query: URLSearchParams): string {
	const find = (query.get('find') ?? '').trim().slice(0, 100);
	return find.isWellFormed() ? find.replaceAll('\0', '') : '';
}
