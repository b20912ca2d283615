import { z } from 'zod';
import { findOverseenCustomer } from '../../../../customers/overseeing.ts';
import type { Reading } from '../../../../database/connection.ts';
import type { StaffActor } from '../../../../identity/actor.ts';
import { Refusal } from '../../../../refusal.ts';
import { text } from '../../../form.server.ts';

/** The fields of a unit that staff fill in. */
export const unitFields = {
	kind: z
		.literal('')
		.transform(() => null)
		.or(z.enum(['master', 'slave'])),
	username: text(100),
	until: z
		.literal('')
		.transform(() => null)
		.or(z.iso.date().refine((day) => day < '2100')),
	software: text(40),
};

/**
 * The customer whom a form names by his code, as this staff member may see him; nobody when it names none.
 * @throws Refusal `code-invalid`: unknown, or not his to see
 */
export async function findMasterId(db: Reading, staff: StaffActor, code: string): Promise<number | null> {
	if (!code) return null;
	return (await findNamed(db, staff, code)).id;
}

/** @throws Refusal `code-invalid` */
export async function findNamed(db: Reading, staff: StaffActor, code: string) {
	try {
		return await findOverseenCustomer(db, staff, code, new Date());
	} catch (error) {
		throw error instanceof Refusal && error.code === 'not-found' ? new Refusal('code-invalid') : error;
	}
}
