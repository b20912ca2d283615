export const roles = ['technician', 'supervisor', 'administrator', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** Who is asking, as a customer. `id` is the account's, which is the customer's. */
export type CustomerActor = { kind: 'customer'; id: number };
/** Who is asking, as one of the maker's staff, with the branches he serves. */
export type StaffActor = { kind: 'staff'; id: number; role: Role; branchIds: number[] };
export type Actor = CustomerActor | StaffActor;

/**
 * What staff may do. `support`: take, answer and close tickets. `register`: customers, units, bindings and transfers of their branches.
 * `administer`: everything that concerns all. `inspect`: read what is administered, the audit log included, and change nothing.
 */
export type Capability = 'support' | 'register' | 'administer' | 'inspect';

const capabilities: Record<Role, Capability[]> = {
	technician: ['support'],
	supervisor: ['support', 'register'],
	administrator: ['support', 'register', 'administer', 'inspect'],
	auditor: ['inspect'],
};

export function may(staff: Pick<StaffActor, 'role'>, capability: Capability): boolean {
	return capabilities[staff.role].includes(capability);
}

/** Whether a staff member sees all branches, or only his own. */
export function seesAllBranches(staff: Pick<StaffActor, 'role'>): boolean {
	return may(staff, 'inspect');
}
