import type { RequestEvent } from '@sveltejs/kit';

const named = new Set<string | null>(['/accessories/[hash].webp', '/icon/[hash].svg', '/icon/[hash].png']);

/** Whether an address names its answer by a hash: browsers keep it for good. What stands there is no secret of anybody's. */
export function isUnchanging({ route }: Pick<RequestEvent, 'route'>): boolean {
	return named.has(route.id);
}
