export const roles = ['technician', 'supervisor', 'administrator', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** Who is asking, as a customer. `id` is the account's, which is the customer's. */
export type CustomerActor = { kind: 'customer'; id: number };
/** Who is asking, as one of the maker's staff, with the branches he serves. */
export type StaffActor = { kind: 'staff'; id: number; role: Role; branchIds: number[] };
export type Actor = CustomerActor | StaffActor;
