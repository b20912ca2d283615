import { createHash } from 'node:crypto';
import type { Maker } from './finding.ts';

type Mark = Pick<Maker, 'brand' | 'logo' | 'accent'>;

const hashes = new WeakMap<Mark, string>();

/** Names the maker's mark in the addresses of its pictures: another mark or colour has another address. */
export function iconHash(maker: Mark): string {
	const before = hashes.get(maker);
	if (before) return before;
	const hash = createHash('sha256')
		.update(`${tabIcon(maker)}${homeIcon(maker)}`)
		.digest('hex')
		.slice(0, 16);
	hashes.set(maker, hash);
	return hash;
}

/** The mark for a browser's tab, as SVG: in the accent colour, white where tabs are dark. */
export function tabIcon(maker: Mark): string {
	const style = '<style>@media (prefers-color-scheme:dark){.mark{fill:#fff}.letter{fill:#111}}</style>';
	return drawing(style + markOf(maker, { mark: maker.accent, letter: '#fff' }));
}

/** The mark for a phone's home screen, which rounds its corners, as SVG: white on the accent colour, from edge to edge. */
export function homeIcon(maker: Mark): string {
	const mark = markOf(maker, { mark: '#fff', letter: maker.accent });
	return drawing(
		`<path d="M0 0h32v32H0z" fill="${plain(maker.accent)}"/><g transform="translate(5 5) scale(.6875)">${mark}</g>`,
	);
}

function drawing(content: string): string {
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${content}</svg>`;
}

// Without a drawing of its own a maker has what stands on every page: a hexagon with the first letter of its name.
const hexagon = 'M16 2l12.13 7v14L16 30 3.87 23V9z';

function markOf({ brand, logo }: Mark, fill: { mark: string; letter: string }): string {
	const path = `<path class="mark" fill="${plain(fill.mark)}" fill-rule="evenodd" d="${plain(logo || hexagon)}"/>`;
	const [letter = ''] = logo ? [] : (/^[\p{L}\p{N}]/u.exec(brand) ?? []);
	const style = 'text-anchor="middle" font-family="sans-serif" font-size="16" font-weight="600"';
	return letter
		? `${path}<text class="letter" x="16" y="21.7" ${style} fill="${plain(fill.letter)}">${letter}</text>`
		: path;
}

/** Colours and paths are made of these characters; anything else would be something else. */
function plain(text: string): string {
	return text.replaceAll(/[^\w\s#.,+-]/g, '');
}
