import type { Brand } from '../../ui/BrandMark.svelte';

/** The installation's mark: path data in a square of 32, empty when it has none. */
export function brandMark({ brand, logo }: { brand: string; logo: string }): Brand {
	return { name: brand, mark: logo ? { viewBox: '0 0 32 32', paths: [logo] } : null };
}
