import type { Locale } from './identity/account.ts';
import { m } from './paraglide/messages.js';
import type { RefusalCode, RefusalDetails } from './refusal.ts';

type Words = (details: { by: string }, options: { locale: Locale }) => string;

const words: Record<RefusalCode, Words> = {
	'not-found': m.refusal_not_found,
	'not-allowed': m.refusal_not_allowed,
	'form-invalid': m.refusal_form_invalid,
	'text-invalid': m.refusal_text_invalid,
	'login-failed': m.refusal_login_failed,
	'too-many-attempts': m.refusal_too_many_attempts,
	'second-factor-missing': m.refusal_second_factor_missing,
	'file-too-large': m.refusal_file_too_large,
	'too-many-files': m.refusal_too_many_files,
	'request-too-large': m.refusal_request_too_large,
	'file-empty': m.refusal_file_empty,
	'file-name-invalid': m.refusal_file_name_invalid,
	'file-slot-unknown': m.refusal_file_slot_unknown,
	'upload-cut-off': m.refusal_upload_cut_off,
	'message-empty': m.refusal_message_empty,
	'ticket-changed': m.refusal_ticket_changed,
	'ticket-taken': m.refusal_ticket_taken,
	'ticket-closed': m.refusal_ticket_closed,
	'disk-full': m.refusal_disk_full,
};

/** What a refusal says to a person, in his language. */
export function refusalWords(code: RefusalCode, details: RefusalDetails, locale: Locale): string {
	return words[code]({ by: String(details['by'] ?? '') }, { locale });
}
