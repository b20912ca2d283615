/** Everything that is written into the audit log. Words for each are in the messages as `audit_<action with underscores>`. */
export const auditActions = [
	'login-attack',
	'password-chosen',
	'sessions-ended',
	'factor-added',
	'factor-removed',
	'factors-reset',
	'recovery-codes-made',
	'address-change-requested',
	'address-changed',
	'profile-changed',
	'customer-registered',
	'customer-changed',
	'customer-disabled',
	'customer-enabled',
	'first-password-sent',
	'unit-registered',
	'unit-changed',
	'unit-bound',
	'unit-released',
	'unit-transferred',
	'delegation-changed',
	'binding-requested',
	'binding-declined',
	'binding-withdrawn',
	'serials-released',
	'serial-withdrawn',
	'product-changed',
	'accessory-added',
	'accessory-changed',
	'accessory-removed',
	'carrier-added',
	'carrier-changed',
	'carrier-removed',
	'staff-invited',
	'staff-changed',
	'staff-left',
	'staff-returned',
	'terms-published',
	'provider-changed',
	'provider-removed',
	'import-started',
	'import-cancelled',
	'import-finished',
	'branch-added',
	'branch-changed',
	'silence-changed',
	'closure-planned',
	'closure-changed',
	'closure-cancelled',
	'announcement-published',
	'announcement-changed',
	'announcement-withdrawn',
	'rma-authorised',
	'rma-moved',
	'rma-photographed',
] as const;

export type AuditAction = (typeof auditActions)[number];

/** Who did something, and from where. `accountId` is null for a visitor and for the portal itself. */
export type By = { accountId: number | null; address: string };

/** The portal itself: a job, a command. */
export const thePortal: By = { accountId: null, address: '' };

/** What something was, or has become: plain facts, never a password, token or file. */
export type Facts = Record<string, string | number | boolean | null | string[]>;
