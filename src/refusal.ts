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
	'file-too-large': 413,
	'too-many-files': 413,
	'request-too-large': 413,
	'file-empty': 400,
	'file-name-invalid': 400,
	'file-slot-unknown': 400,
	'file-gone': 404,
	'upload-cut-off': 400,
	'message-empty': 400,
	'ticket-changed': 409,
	'ticket-taken': 409,
	'ticket-closed': 409,
	'password-too-short': 400,
	'password-too-long': 400,
	'password-common': 400,
	'password-own-data': 400,
	'password-mismatch': 400,
	'password-wrong': 400,
	'link-not-valid': 400,
	'factor-wrong': 400,
	'factor-needed': 409,
	'email-invalid': 400,
	'email-taken': 409,
	'code-taken': 409,
	'code-invalid': 400,
	'serial-taken': 409,
	'serial-not-released': 400,
	'subscription-expired': 403,
	'bound-already': 409,
	'not-a-slave': 400,
	'changed-meanwhile': 409,
	'written-elsewhere': 409,
	'last-administrator': 409,
	'branch-needed': 400,
	'issuer-invalid': 400,
	'issuer-taken': 409,
	'provider-failed': 400,
	'provider-unknown-person': 403,
	'terms-incomplete': 400,
	'import-file-invalid': 400,
	'branch-closed': 423,
	'closure-too-soon': 400,
	'closure-times-wrong': 400,
	'closure-over': 409,
	'announcement-times-wrong': 400,
	'announcement-over': 409,
	'announcement-unchanged': 400,
	'holiday-accepted': 409,
	'slug-taken': 409,
	'country-taken': 409,
	'silence-wrong': 400,
	'language-unknown': 400,
	'rma-item-wrong': 400,
	'rma-under-way': 409,
	'rma-elsewhere': 409,
	'rma-form-incomplete': 400,
	'rma-form-complete': 409,
	'rma-quote-needed': 400,
	'rma-quote-over': 409,
	'rma-parcel-incomplete': 400,
	'rma-photo-invalid': 400,
	'tracking-url-invalid': 400,
	'picture-invalid': 400,
	'name-taken': 409,
	'list-full': 400,
	'too-busy': 503,
	'disk-full': 507,
} as const;
