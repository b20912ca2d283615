import { m } from '../paraglide/messages.js';
import type { UnitKind } from './unit.ts';

const words: Record<UnitKind, () => string> = { master: m.unit_kind_master, slave: m.unit_kind_slave };

/** The trade's name of a unit's kind; empty for a product that has none. */
export function kindWord(kind: UnitKind | null): string {
	return kind ? words[kind]() : '';
}
