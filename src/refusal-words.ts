import { countryName } from './customers/country.ts';
import { locales, type Locale } from './identity/account.ts';
import { m } from './paraglide/messages.js';
import type { RefusalCode, RefusalDetails } from './refusal.ts';
import { formatRelative } from './ui/format.ts';

type Told = {
	by: string;
	least: number;
	most: number;
	mark: string;
	countries: string;
	languages: string;
	rma: string;
	when: string;
};
type Words = (details: Told, options: { locale: Locale }) => string;

const words: Record<RefusalCode, Words> = {
	'not-found': m.refusal_not_found,
	'not-allowed': m.refusal_not_allowed,
	'form-invalid': m.refusal_form_invalid,
	'text-invalid': m.refusal_text_invalid,
	'login-failed': m.refusal_login_failed,
	'too-many-attempts': m.refusal_too_many_attempts,
	'file-too-large': m.refusal_file_too_large,
	'too-many-files': m.refusal_too_many_files,
	'request-too-large': m.refusal_request_too_large,
	'file-empty': m.refusal_file_empty,
	'file-name-invalid': m.refusal_file_name_invalid,
	'file-slot-unknown': m.refusal_file_slot_unknown,
	'file-gone': m.refusal_file_gone,
	'upload-cut-off': m.refusal_upload_cut_off,
	'message-empty': m.refusal_message_empty,
	'ticket-changed': m.refusal_ticket_changed,
	'ticket-taken': m.refusal_ticket_taken,
	'ticket-closed': m.refusal_ticket_closed,
	'password-too-short': m.refusal_password_too_short,
	'password-too-long': m.refusal_password_too_long,
	'password-common': m.refusal_password_common,
	'password-own-data': m.refusal_password_own_data,
	'password-mismatch': m.refusal_password_mismatch,
	'password-wrong': m.refusal_password_wrong,
	'link-not-valid': m.refusal_link_not_valid,
	'factor-wrong': m.refusal_factor_wrong,
	'factor-needed': m.refusal_factor_needed,
	'email-invalid': m.refusal_email_invalid,
	'email-taken': m.refusal_email_taken,
	'code-taken': m.refusal_code_taken,
	'code-invalid': m.refusal_code_invalid,
	'serial-taken': m.refusal_serial_taken,
	'serial-not-released': m.refusal_serial_not_released,
	'subscription-expired': m.refusal_subscription_expired,
	'bound-already': m.refusal_bound_already,
	'not-a-slave': m.refusal_not_a_slave,
	'changed-meanwhile': m.refusal_changed_meanwhile,
	'written-elsewhere': m.refusal_written_elsewhere,
	'last-administrator': m.refusal_last_administrator,
	'branch-needed': m.refusal_branch_needed,
	'issuer-invalid': m.refusal_issuer_invalid,
	'issuer-taken': m.refusal_issuer_taken,
	'provider-failed': m.refusal_provider_failed,
	'provider-unknown-person': m.refusal_provider_unknown_person,
	'terms-incomplete': m.refusal_terms_incomplete,
	'import-file-invalid': m.refusal_import_file_invalid,
	'branch-closed': m.refusal_branch_closed,
	'closure-too-soon': m.refusal_closure_too_soon,
	'closure-times-wrong': m.refusal_closure_times_wrong,
	'closure-over': m.refusal_closure_over,
	'announcement-times-wrong': m.refusal_announcement_times_wrong,
	'announcement-over': m.refusal_announcement_over,
	'announcement-unchanged': m.refusal_announcement_unchanged,
	'holiday-accepted': m.refusal_holiday_accepted,
	'slug-taken': m.refusal_slug_taken,
	'country-taken': m.refusal_country_taken,
	'silence-wrong': m.refusal_silence_wrong,
	'language-unknown': m.refusal_language_unknown,
	'rma-item-wrong': m.refusal_rma_item_wrong,
	'rma-under-way': m.refusal_rma_under_way,
	'rma-elsewhere': m.refusal_rma_elsewhere,
	'rma-form-incomplete': m.refusal_rma_form_incomplete,
	'rma-form-complete': m.refusal_rma_form_complete,
	'rma-quote-needed': m.refusal_rma_quote_needed,
	'rma-quote-over': m.refusal_rma_quote_over,
	'rma-parcel-incomplete': m.refusal_rma_parcel_incomplete,
	'rma-photo-invalid': m.refusal_rma_photo_invalid,
	'tracking-url-invalid': m.refusal_tracking_url_invalid,
	'picture-invalid': m.refusal_picture_invalid,
	'name-taken': m.refusal_name_taken,
	'list-full': m.refusal_list_full,
	'too-busy': m.refusal_too_busy,
	'disk-full': m.refusal_disk_full,
};

/** What a refusal says to a person, in his language. */
export function refusalWords(code: RefusalCode, details: RefusalDetails, locale: Locale): string {
	const { by = '', least = 0, most = 0, mark = '', countries = '', rma = '' } = details;
	const names = { countries: countryNames(String(countries), locale), languages: locales.join(', ') };
	const told = {
		by: String(by),
		least: Number(least),
		most: Number(most),
		mark: String(mark),
		rma: String(rma),
		when: again(Number(details['retryAfter'] ?? 0), locale),
		...names,
	};
	return words[code](told, { locale });
}

/** When to try again: never earlier than it is any use. */
function again(afterSeconds: number, locale: Locale): string {
	const unit = afterSeconds < 7200 ? 60 : 3600;
	const seconds = Math.max(1, Math.ceil(afterSeconds / unit)) * unit;
	return formatRelative(new Date(seconds * 1000), new Date(0), locale);
}

/** Codes in one text as names: "France, Réunion". */
function countryNames(codes: string, locale: Locale): string {
	const names = codes
		.split(' ')
		.filter(Boolean)
		.map((code) => countryName(code, locale));
	return new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
}
