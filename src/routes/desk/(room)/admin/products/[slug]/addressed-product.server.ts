import type { RequestEvent } from '@sveltejs/kit';
import { Refusal } from '../../../../../../refusal.ts';

/** The slug of the product that an address names; an address can carry what is none. @throws Refusal `not-found` */
export function productOf(event: RequestEvent): string {
	const slug = event.params['slug'] ?? '';
	if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(slug)) throw new Refusal('not-found');
	return slug;
}
