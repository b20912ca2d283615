import { m } from '../paraglide/messages.js';
import type { VehicleField } from '../units/product.ts';

/** How the fields about the vehicle are called, on forms and tickets alike. */
export const vehicleLabels: Record<VehicleField, () => string> = {
	make: m.ticket_make,
	model: m.ticket_model,
	engine: m.ticket_engine,
	year: m.ticket_year,
	ecu: m.ticket_ecu,
	protocol: m.ticket_protocol,
};
