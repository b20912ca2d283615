import { m } from '../paraglide/messages.js';
import type { Drawing } from './accessory.ts';

/** What each drawing shows. */
export const drawingWords: Record<Drawing, () => string> = {
	'usb-cable': m.drawing_usb_cable,
	'obd-cable': m.drawing_obd_cable,
	'power-supply': m.drawing_power_supply,
	'supply-cable': m.drawing_supply_cable,
	'flat-cable': m.drawing_flat_cable,
	'boot-cable': m.drawing_boot_cable,
	adapters: m.drawing_adapters,
	dongle: m.drawing_dongle,
	case: m.drawing_case,
	box: m.drawing_box,
};
