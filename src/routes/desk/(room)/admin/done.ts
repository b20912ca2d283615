import { page } from '$app/state';

/** What is said of that which was just done, as the address has it; nothing of an address that somebody has made up. */
export function saidOf<Words>(done: Record<string, Words>): Words | undefined {
	const what = page.url.searchParams.get('done') ?? '';
	return Object.hasOwn(done, what) ? done[what] : undefined;
}
