import { may } from '../../../../identity/actor.ts';
import { Refusal } from '../../../../refusal.ts';
import { asStaff } from '../../../request.server.ts';
import { sections } from './sections.ts';
import type { LayoutServerLoad } from './$types';

/** The sections of the administration that this member may open; nobody without any comes in. */
export const load: LayoutServerLoad = (event) => {
	const { actor } = asStaff(event);
	const open = sections.filter(({ needs }) => needs.some((capability) => may(actor, capability)));
	if (open.length === 0) throw new Refusal('not-allowed');
	return { openSections: open.map(({ slug }) => slug), mayAdminister: may(actor, 'administer') };
};
