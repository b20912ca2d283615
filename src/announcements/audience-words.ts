import { m } from '../paraglide/messages.js';
import type { Audience } from './announcement.ts';

/** Who gets a letter, in words. */
export const audienceWords: Record<Audience, () => string> = {
	everybody: m.announcing_audience_everybody,
	'open-tickets': m.announcing_audience_open_tickets,
	nobody: m.announcing_audience_nobody,
};
