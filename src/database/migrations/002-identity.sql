-- Who may come in, and whose is what.

-- ── sessions and what they may do ───────────────────────────────────────────────────────────

-- A session that has not passed every step opens nothing but that step's page.
alter table session
	add column id uuid not null default gen_random_uuid(),
	add column step text not null default 'open',
	add column address text not null default '',
	add column agent text not null default '',
	-- What a passkey must sign; good for one answer.
	add column challenge text,
	add constraint session_step_is_known check (step in ('open', 'second-factor', 'choose-password', 'enrol-factor')),
	add constraint session_id_is_taken unique (id);

alter table account
	-- The version of the terms that this account accepted last; every acceptance is in terms_acceptance.
	add column terms_version integer not null default 0,
	-- Asked for at login because the account's owner wants it, or the Master for everybody of his account.
	add column second_factor_required boolean not null default false,
	-- Which letters the account gets besides those that concern its safety: null is all of them.
	add column notices text[],
	add column password_chosen_at timestamptz;

-- A browser from which the account logged in: it still gets in while strangers try passwords.
create table known_device (
	account_id bigint not null references account on delete cascade,
	device_hash bytea not null,
	seen_at timestamptz not null default now(),
	primary key (account_id, device_hash)
);
create index known_device_age on known_device (seen_at);

-- Keys the counters of failed logins, so that neither names nor passwords that somebody typed can be read from them.
create table limiter_key (
	only_one boolean primary key default true,
	key bytea not null,
	constraint there_is_one_limiter_key check (only_one),
	constraint limiter_key_is_256_bits check (length(key) = 32)
);
insert into limiter_key (key) values (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

-- ── temporary credentials ───────────────────────────────────────────────────────────────────

-- One secret of 128 bits or more, typed as a password or opened as a link, once. It is made when its letter is written:
-- nothing readable is ever stored, and an expired one is never sent.
create table temporary_credential (
	id bigint generated always as identity primary key,
	account_id bigint not null references account on delete cascade,
	purpose text not null,
	secret_hash bytea,
	details jsonb not null default '{}',
	created_at timestamptz not null default now(),
	expires_at timestamptz not null,
	used_at timestamptz,
	voided_at timestamptz,
	constraint credential_purpose_is_known check (purpose in ('first-password', 'invitation', 'recovery', 'address-change')),
	constraint credential_secret_is_taken unique (secret_hash)
);
create index temporary_credential_account on temporary_credential (account_id);
create index temporary_credential_age on temporary_credential (expires_at);

-- ── second factors ──────────────────────────────────────────────────────────────────────────

create table authenticator (
	id uuid primary key default gen_random_uuid(),
	account_id bigint not null references account on delete cascade,
	kind text not null,
	name text not null,
	-- TOTP: the shared secret in base 32, and the last time step that was used: a code opens once.
	secret text,
	last_step bigint,
	-- Passkey: what the browser registered.
	credential_id text,
	public_key bytea,
	counter bigint not null default 0,
	transports text[] not null default '{}',
	-- A factor counts from the first right answer on.
	confirmed_at timestamptz,
	created_at timestamptz not null default now(),
	used_at timestamptz,
	constraint authenticator_is_totp_or_passkey check (kind in ('totp', 'passkey')),
	constraint totp_has_a_secret check (kind <> 'totp' or secret is not null),
	constraint passkey_has_a_key check (kind <> 'passkey' or (credential_id is not null and public_key is not null)),
	constraint authenticator_has_a_name check (length(name) between 1 and 100),
	constraint passkey_is_registered_once unique (credential_id)
);
create index authenticator_account on authenticator (account_id);

create table recovery_code (
	account_id bigint not null references account on delete cascade,
	code_hash bytea not null,
	used_at timestamptz,
	primary key (account_id, code_hash)
);

-- ── another maker's login service (OpenID Connect) ──────────────────────────────────────────

create table identity_provider (
	id bigint generated always as identity primary key,
	label text not null,
	issuer text not null,
	client_id text not null,
	client_secret text not null,
	-- The provider asks for a second factor itself; otherwise we do.
	asks_second_factor boolean not null default false,
	enabled boolean not null default true,
	constraint provider_issuer_is_taken unique (issuer),
	constraint provider_has_a_label check (length(label) between 1 and 60)
);

-- A login under way at a provider, bound to the browser by a cookie; one use.
create table provider_login (
	state_hash bytea primary key,
	provider_id bigint not null references identity_provider on delete cascade,
	verifier text not null,
	nonce text not null,
	way_back text not null default '',
	expires_at timestamptz not null
);
create index provider_login_provider on provider_login (provider_id);
create index provider_login_expiry on provider_login (expires_at);

-- Who a person is at the provider, from his first login there on: an address can be given to somebody else.
create table provider_subject (
	provider_id bigint not null references identity_provider on delete cascade,
	subject text not null,
	account_id bigint not null references account on delete cascade,
	primary key (provider_id, subject),
	constraint one_subject_per_account unique (provider_id, account_id)
);
create index provider_subject_account on provider_subject (account_id);

-- ── terms of use ────────────────────────────────────────────────────────────────────────────

create table terms (
	version integer primary key,
	published_at timestamptz,
	constraint terms_version_is_positive check (version > 0)
);
create unique index one_draft_of_terms on terms ((true)) where published_at is null;

create table terms_text (
	version integer not null references terms on delete cascade,
	locale text not null,
	body_html text not null,
	-- Grows with each change of a draft: two administrators do not overwrite each other unseen.
	revision integer not null default 1,
	primary key (version, locale),
	constraint terms_text_speaks_a_known_language check (locale in ('en', 'it', 'fr', 'es', 'ru')),
	constraint terms_text_is_at_most_200000_characters check (length(body_html) <= 200000)
);

create table terms_acceptance (
	account_id bigint not null references account on delete cascade,
	version integer not null references terms,
	accepted_at timestamptz not null,
	address text not null default '',
	primary key (account_id, version)
);
create index terms_acceptance_version on terms_acceptance (version);

-- ── units: delegations, requests, history, released serial numbers ──────────────────────────

-- What a Slave lets his Master do with the tickets that the Slave opened about this unit (product.md P3).
create table delegation (
	unit_id bigint not null references unit on delete cascade,
	master_id bigint not null references customer on delete cascade,
	may_view boolean not null default false,
	may_reply boolean not null default false,
	may_close boolean not null default false,
	changed_at timestamptz not null,
	primary key (unit_id, master_id),
	constraint only_who_views_replies_or_closes check (may_view or not (may_reply or may_close))
);
create index delegation_master on delegation (master_id, unit_id) where may_view;

-- A Master asks for a serial number, not for a unit: whether it exists, and whose it is, only staff see.
create table binding_request (
	id bigint generated always as identity primary key,
	master_id bigint not null references customer on delete cascade,
	product text not null references product,
	serial text not null,
	bare_serial text not null generated always as (bare_serial(serial)) stored,
	state text not null default 'waiting',
	created_at timestamptz not null,
	decided_at timestamptz,
	decided_by bigint references account,
	constraint binding_request_state_is_known check (state in ('waiting', 'accepted', 'declined', 'withdrawn')),
	constraint binding_request_has_letters_or_digits check (bare_serial <> '' and length(serial) <= 64)
);
create unique index one_waiting_request_per_master_and_number
	on binding_request (master_id, product, bare_serial) where state = 'waiting';
create index binding_request_master on binding_request (master_id, created_at);
create index binding_request_unit on binding_request (product, bare_serial);
create index binding_request_waiting on binding_request (created_at, id) where state = 'waiting';
create index binding_request_decider on binding_request (decided_by);

-- Everything that happened to a unit: whose it was and whose Slave, never overwritten.
create table unit_event (
	id bigint generated always as identity primary key,
	unit_id bigint not null references unit on delete cascade,
	kind text not null,
	account_id bigint references account,
	details jsonb not null default '{}',
	at timestamptz not null,
	constraint unit_event_is_known check (kind in ('registered', 'changed', 'bound', 'released', 'transferred', 'delegated'))
);
create index unit_event_unit on unit_event (unit_id, id);
create index unit_event_account on unit_event (account_id);

-- Serial numbers that the maker has sold: whoever has such a unit registers it himself.
create table released_serial (
	id bigint generated always as identity primary key,
	product text not null references product,
	serial text not null,
	bare_serial text not null generated always as (bare_serial(serial)) stored,
	kind text,
	master_id bigint references customer,
	subscription_until date,
	released_at timestamptz not null default now(),
	claimed_at timestamptz,
	claimed_by bigint references customer,
	constraint released_serial_is_taken unique (product, bare_serial),
	constraint released_serial_has_letters_or_digits check (bare_serial <> '' and length(serial) <= 64),
	constraint released_serial_is_master_slave_or_neither check (kind in ('master', 'slave')),
	constraint only_a_released_slave_has_a_master check (master_id is null or kind = 'slave')
);
create index released_serial_master on released_serial (master_id);
create index released_serial_claimer on released_serial (claimed_by);
create index released_serial_prefix on released_serial (bare_serial text_pattern_ops);

-- Codes of customers who register by themselves continue here, past those that are in use.
create sequence customer_code_number start 10001;

-- ── customers and units, found by staff ─────────────────────────────────────────────────────

create extension if not exists pg_trgm;

alter table customer
	add column company_folded text not null generated always as (folded(company)) stored;
create index customer_code_prefix on customer (code text_pattern_ops);
create index customer_company_part on customer using gin (company_folded gin_trgm_ops);
create index customer_email_part on customer using gin (lower(email) gin_trgm_ops);

-- ── imports by the administration ───────────────────────────────────────────────────────────

create table import_run (
	id bigint generated always as identity primary key,
	kind text not null,
	account_id bigint not null references account,
	file_name text not null,
	stored_as text not null,
	size bigint not null,
	format text not null,
	encoding text not null,
	overwrites boolean not null default false,
	mails boolean not null default false,
	state text not null default 'waiting',
	-- Where the next row begins: rows and their progress commit together, so that a run goes on where it was killed.
	next_line bigint not null default 0,
	bytes_read bigint not null default 0,
	added bigint not null default 0,
	updated bigint not null default 0,
	existing bigint not null default 0,
	refused bigint not null default 0,
	problem text,
	created_at timestamptz not null default now(),
	started_at timestamptz,
	finished_at timestamptz,
	constraint import_brings_customers_units_or_tickets check (kind in ('customers', 'units', 'tickets')),
	constraint import_is_csv_or_json_lines check (format in ('csv', 'jsonl')),
	constraint import_state_is_known check (state in ('waiting', 'running', 'finished', 'failed', 'cancelled'))
);
create index import_run_account on import_run (account_id);
create index import_run_open on import_run (created_at) where state in ('waiting', 'running');

create table import_refusal (
	run_id bigint not null references import_run on delete cascade,
	line bigint not null,
	position integer not null,
	column_name text not null default '',
	reason text not null,
	value text not null default '',
	primary key (run_id, line, position)
);

-- ── audit log ───────────────────────────────────────────────────────────────────────────────

-- Who did what, when, from where, what was before and after. Entries form a chain: each holds the hash of the one before
-- it, so that a changed, removed or inserted entry shows.
create table audit_entry (
	id bigint generated always as identity primary key,
	at timestamptz not null default clock_timestamp(),
	account_id bigint,
	who text not null,
	address text not null,
	action text not null,
	subject text not null,
	before jsonb,
	after jsonb,
	previous_hash bytea not null,
	hash bytea not null,
	constraint audit_hash_is_sha256 check (length(hash) = 32 and length(previous_hash) = 32)
);
create index audit_entry_at on audit_entry (at desc, id desc);
create index audit_entry_action on audit_entry (action, id desc);
create index audit_entry_subject on audit_entry (subject, id desc);
create index audit_entry_account on audit_entry (account_id, id desc);

-- What an entry's hash covers. Times are UTC in microseconds, so that a server's settings change nothing.
create function audit_hash(entry audit_entry) returns bytea
	language sql stable
as $$
	select sha256(entry.previous_hash || convert_to(jsonb_build_array(
		entry.id, (extract(epoch from entry.at) * 1000000)::bigint, entry.account_id, entry.who, entry.address,
		entry.action, entry.subject, entry.before, entry.after
	)::text, 'UTF8'))
$$;

-- One entry after the other: whoever writes waits for the one before him to commit.
create function chain_audit_entry() returns trigger
	language plpgsql
	set search_path = public, pg_temp
as $$
begin
	perform pg_advisory_xact_lock(hashtext('audit_entry'));
	new.at := clock_timestamp();
	new.id := coalesce((select max(id) from audit_entry), 0) + 1;
	new.previous_hash := coalesce(
		(select hash from audit_entry order by id desc limit 1), decode(repeat('00', 32), 'hex')
	);
	new.hash := audit_hash(new);
	return new;
end $$;
create trigger audit_entry_is_chained before insert on audit_entry for each row execute function chain_audit_entry();

create function refuse_audit_change() returns trigger
	language plpgsql
as $$ begin raise exception 'the audit log is append-only'; end $$;
create trigger audit_entry_is_never_changed
	before update or delete on audit_entry for each row execute function refuse_audit_change();
create trigger audit_log_is_never_emptied
	before truncate on audit_entry for each statement execute function refuse_audit_change();

-- ── who logs in ─────────────────────────────────────────────────────────────────────────────

create or replace view person as
	select
		a.id, a.kind, a.locale, a.time_zone, a.disabled_at,
		coalesce(c.company, s.name, '') as name,
		coalesce(c.code, '') as code,
		coalesce(s.role, '') as role,
		array(select b.branch_id::integer from staff_branch as b where b.staff_id = a.id order by 1) as branch_ids,
		a.terms_version
	from account as a
	left join customer as c on c.id = a.id
	left join staff as s on s.id = a.id;
