import type { Role } from '../identity/actor.ts';
import { m } from '../paraglide/messages.js';

/** What a role is called, and what it may do. */
export const roleWords: Record<Role, { name: () => string; about: () => string }> = {
	technician: { name: m.desk_role_technician, about: m.staff_role_technician_about },
	supervisor: { name: m.desk_role_supervisor, about: m.staff_role_supervisor_about },
	administrator: { name: m.desk_role_administrator, about: m.staff_role_administrator_about },
	auditor: { name: m.desk_role_auditor, about: m.staff_role_auditor_about },
};
