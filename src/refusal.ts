/**
 * A refusal: something the portal will not do, and why. Its code is stable, its words are in `messages/` as
 * `refusal_<code>`; it becomes a status once, at the edge.
 */
export class Refusal extends Error {
	readonly code: RefusalCode;
	readonly details: RefusalDetails;

	constructor(code: RefusalCode, details: RefusalDetails = {}) {
		super(code);
		this.name = 'Refusal';
		this.code = code;
		this.details = details;
	}

	get status(): number {
		return statuses[this.code];
	}
}

export type RefusalDetails = Record<string, string | number>;
export type RefusalCode = keyof typeof statuses;

/** What each refusal is as an HTTP status (contract.md, "What bad input gets"). */
const statuses = {
	'not-found': 404,
	'not-allowed': 403,
	'form-invalid': 400,
	'text-invalid': 400,
	'login-failed': 400,
	'too-many-attempts': 429,
	'second-factor-missing': 403,
	'file-too-large': 413,
	'too-many-files': 413,
	'request-too-large': 413,
	'file-empty': 400,
	'file-name-invalid': 400,
	'file-slot-unknown': 400,
	'upload-cut-off': 400,
	'message-empty': 400,
	'ticket-changed': 409,
	'ticket-taken': 409,
	'ticket-closed': 409,
	'disk-full': 507,
} as const;
