import { m } from '../paraglide/messages.js';
import type { IconName } from '../ui/Icon.svelte';
import { isSlot, type Slot } from './attachment.ts';

/** How a place for files presents itself: its icon, its name, and one line on what helps there. */
export type SlotWords = { icon: IconName; label: string; hint: string };

const words: Record<Slot, () => SlotWords> = {
	'error-screenshot': () => ({
		icon: 'image',
		label: m.slot_error_screenshot(),
		hint: m.slot_error_screenshot_hint(),
	}),
	'wiring-photo': () => ({ icon: 'image', label: m.slot_wiring_photo(), hint: m.slot_wiring_photo_hint() }),
	'tool-log': () => ({ icon: 'log', label: m.slot_tool_log(), hint: m.slot_tool_log_hint() }),
	'original-file': () => ({ icon: 'chip', label: m.slot_original_file(), hint: m.slot_original_file_hint() }),
	'modified-file': () => ({ icon: 'chip', label: m.slot_modified_file(), hint: m.slot_modified_file_hint() }),
	other: () => ({ icon: 'file', label: m.slot_other(), hint: m.slot_other_hint() }),
};

/** The words of a slot, in the page's language. */
export function wordsOf(slot: string): SlotWords {
	return words[isSlot(slot) ? slot : 'other']();
}

const endings: [RegExp, Slot][] = [
	[/\.(png|bmp|gif)$/i, 'error-screenshot'],
	[/\.(jpe?g|webp|heic|heif|avif)$/i, 'wiring-photo'],
	[/\.(txt|log|csv)$/i, 'tool-log'],
];

/** Where a file goes that was dropped on no place: screens are mostly PNG, cameras write JPEG; the rest is `other`. */
export function slotFor(name: string, slots: readonly string[]): string {
	const likely = endings.find(([ending]) => ending.test(name))?.[1] ?? 'other';
	return slots.includes(likely) ? likely : slots.includes('other') ? 'other' : (slots.at(-1) ?? 'other');
}
