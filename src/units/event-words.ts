import type { Facts } from '../audit/entry.ts';
import { m } from '../paraglide/messages.js';
import type { StoryKind } from './story.ts';
import { kindWord } from './unit-words.ts';

/** What happened to a unit, in one line, for staff: customers stand in it by their codes. */
export function eventWords(kind: StoryKind, details: Facts): string {
	const said = (name: string) => String(details[name] ?? '');
	switch (kind) {
		case 'registered':
			return m.unit_event_registered({ to: said('to') });
		case 'changed':
			return changeWords(details);
		case 'bound':
			return m.unit_event_bound({ master: said('master') });
		case 'released':
			return m.unit_event_released({ master: said('master') });
		case 'transferred':
			return m.unit_event_transferred({ from: said('from'), to: said('to') });
		case 'replaced':
			return m.unit_event_replaced({ from: said('from'), to: said('to') });
		case 'delegated':
			return m.unit_event_delegated({ what: grantWords(details) || m.unit_grants_none() });
	}
}

/** The same for the owner: what happened to him is not told with his own code. */
export function ownEventWords(kind: StoryKind, details: Facts): string {
	if (kind === 'registered') return m.unit_story_own_registered();
	return kind === 'transferred' ? m.unit_story_own_transferred() : eventWords(kind, details);
}

/** What was changed, and to what. */
function changeWords(details: Facts): string {
	return Object.entries(details)
		.map(([name, value]) => changed[name]?.(String(value ?? '')) ?? name)
		.join(' · ');
}

const none = '—';
const changed: Record<string, (value: string) => string> = {
	kind: (value) => `${m.ticket_kind()}: ${value === 'master' || value === 'slave' ? kindWord(value) : none}`,
	username: (value) => `${m.unit_username()}: ${value || none}`,
	subscriptionUntil: (value) =>
		value ? `${m.unit_subscription_until()} ${value}` : `${m.desk_aside_subscription()}: ${none}`,
	softwareVersion: (value) => `${m.desk_aside_software()}: ${value || none}`,
};

function grantWords({ mayView, mayReply, mayClose }: Facts): string {
	return [mayView && m.unit_may_view(), mayReply && m.unit_may_reply(), mayClose && m.unit_may_close()]
		.filter(Boolean)
		.join(', ');
}
