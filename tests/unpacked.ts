import { findChromium } from './chromium.ts';

/** The browser that came with npm, before several files at once would unpack it into the same place. */
export async function setup(): Promise<void> {
	await findChromium();
}
