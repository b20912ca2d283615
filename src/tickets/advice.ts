import { m } from '../paraglide/messages.js';

/** One thing that helps support, and why. */
export type Advice = { field: string; label: string; why: string };

// What shortens the way to the answer most comes first.
const words: Record<string, { label: () => string; why: () => string }> = {
	subject: { label: m.ticket_subject, why: m.completeness_subject_why },
	message: { label: m.ticket_message, why: m.completeness_message_why },
	ecu: { label: m.ticket_ecu, why: m.completeness_ecu_why },
	file: { label: m.completeness_files, why: m.completeness_files_why },
	protocol: { label: m.ticket_protocol, why: m.completeness_protocol_why },
	model: { label: m.ticket_model, why: m.completeness_model_why },
	engine: { label: m.ticket_engine, why: m.completeness_engine_why },
	year: { label: m.ticket_year, why: m.completeness_year_why },
	make: { label: m.ticket_make, why: m.completeness_make_why },
};

/** What helps among these fields, the most helpful first, in the page's language. */
export function adviceOn(fields: readonly string[]): Advice[] {
	return Object.entries(words)
		.filter(([field]) => fields.includes(field))
		.map(([field, { label, why }]) => ({ field, label: label(), why: why() }));
}
