-- Everything from login to a closed ticket.
-- Constraints are named as sentences: the name is what a person reads when one is broken.

create extension if not exists unaccent;

-- Blind to case and accents, in every script the portal speaks. Immutable because the
-- dictionary is pinned by name and the collation does not depend on the server's locale.
create function folded(words text) returns text
	language plpgsql immutable strict parallel safe
	set search_path = public, pg_temp
as $$ begin return lower(unaccent('unaccent', words) collate "und-x-icu"); end $$;

-- A serial number as people compare it: letters and digits only, in capitals.
create function bare_serial(serial text) returns text
	language sql immutable strict parallel safe
as $$ select upper(regexp_replace(serial, '[^0-9A-Za-z]', '', 'g')) $$;

-- ── identity ────────────────────────────────────────────────────────────────────────────────

create table account (
	id bigint generated always as identity primary key,
	kind text not null,
	login text not null,
	password_hash text,
	locale text not null default 'en',
	time_zone text not null default 'Europe/Rome',
	second_factor_waived boolean not null default false,
	disabled_at timestamptz,
	created_at timestamptz not null default now(),
	constraint account_is_a_customer_or_staff check (kind in ('customer', 'staff')),
	constraint account_login_is_lower_case check (login = lower(login) and login <> ''),
	constraint account_speaks_a_known_language check (locale in ('en', 'it', 'fr', 'es', 'ru')),
	constraint account_login_is_taken unique (kind, login)
);

create table session (
	token_hash bytea primary key,
	account_id bigint not null references account on delete cascade,
	created_at timestamptz not null,
	seen_at timestamptz not null,
	expires_at timestamptz not null
);
create index session_account on session (account_id);
create index session_expiry on session (expires_at);

-- Wrong passwords per account and per address, counted before the hash is computed.
create table login_failure (
	key text primary key,
	failures integer not null,
	first_at timestamptz not null
);
create index login_failure_age on login_failure (first_at);

-- What a form post with a key answered, so that a double click is answered twice and done once.
create table submission (
	account_id bigint not null references account on delete cascade,
	key text not null,
	outcome jsonb not null,
	created_at timestamptz not null default now(),
	primary key (account_id, key),
	constraint submission_key_is_short check (length(key) between 8 and 100)
);
create index submission_age on submission (created_at);

-- ── branches ────────────────────────────────────────────────────────────────────────────────

create table maker (
	one boolean primary key default true,
	brand text not null,
	accent text not null,
	logo text not null,
	website text not null default '',
	constraint there_is_one_maker check (one)
);

create table branch (
	id bigint generated always as identity primary key,
	slug text not null,
	legal_name text not null,
	country text not null,
	time_zone text not null,
	languages text[] not null,
	phone text not null default '',
	serves_the_rest boolean not null default false,
	constraint branch_slug_is_taken unique (slug),
	constraint branch_country_is_two_letters check (country ~ '^[A-Z]{2}$')
);
create unique index one_branch_serves_the_rest on branch (serves_the_rest) where serves_the_rest;

create table branch_country (
	country text primary key,
	branch_id bigint not null references branch on delete cascade,
	constraint served_country_is_two_letters check (country ~ '^[A-Z]{2}$')
);
create index branch_country_branch on branch_country (branch_id);

create table branch_hours (
	branch_id bigint not null references branch on delete cascade,
	weekday smallint not null,
	opens time not null,
	closes time not null,
	primary key (branch_id, weekday, opens),
	constraint weekday_is_monday_1_to_sunday_7 check (weekday between 1 and 7),
	constraint branch_opens_before_it_closes check (opens < closes)
);

-- ── attachments ─────────────────────────────────────────────────────────────────────────────

create table attachment (
	id uuid primary key default gen_random_uuid(),
	account_id bigint not null references account,
	slot text not null,
	name text not null,
	media_type text not null,
	size bigint not null,
	sha256 bytea not null,
	stored_as text not null,
	preview_as text,
	preview_width integer,
	preview_height integer,
	created_at timestamptz not null default now(),
	claimed_at timestamptz,
	constraint attachment_is_in_a_known_slot
		check (slot in ('error-screenshot', 'wiring-photo', 'tool-log', 'original-file', 'modified-file', 'other')),
	constraint attachment_name_is_1_to_255_characters check (length(name) between 1 and 255),
	constraint attachment_has_a_sha256 check (length(sha256) = 32),
	constraint attachment_is_not_empty check (size > 0)
);
create index attachment_account on attachment (account_id);
create index attachment_unclaimed on attachment (created_at) where claimed_at is null;

-- ── mail ────────────────────────────────────────────────────────────────────────────────────

-- Written in the transaction that caused the letter; composed when it is sent, so that
-- address, language and rights are those of that moment.
create table outgoing_mail (
	id bigint generated always as identity primary key,
	account_id bigint not null references account on delete cascade,
	letter text not null,
	event_key text not null,
	details jsonb not null default '{}',
	message_id text not null,
	state text not null default 'waiting',
	attempts integer not null default 0,
	next_try_at timestamptz not null default now(),
	last_error text,
	created_at timestamptz not null default now(),
	settled_at timestamptz,
	constraint mail_is_waiting_sent_or_dropped check (state in ('waiting', 'sent', 'dropped')),
	constraint mail_tells_an_event_once unique (account_id, event_key)
);
create index outgoing_mail_due on outgoing_mail (next_try_at) where state = 'waiting';

-- Where letters go when there is no SMTP server: the demonstration's mailbox.
create table mailbox_letter (
	id bigint generated always as identity primary key,
	outgoing_mail_id bigint references outgoing_mail on delete cascade,
	to_name text not null,
	to_address text not null,
	subject text not null,
	text_body text not null,
	html_body text not null,
	sent_at timestamptz not null default now()
);
create index mailbox_letter_mail on mailbox_letter (outgoing_mail_id);

-- ── customers and staff ─────────────────────────────────────────────────────────────────────

create table customer (
	id bigint primary key references account on delete cascade,
	code text not null,
	company text not null,
	email text not null,
	country text not null,
	address text not null default '',
	phone text not null default '',
	constraint customer_code_is_taken unique (code),
	constraint customer_code_is_letters_and_digits check (code ~ '^[A-Z0-9][A-Z0-9-]{0,31}$'),
	constraint customer_has_a_company check (length(company) between 1 and 200),
	constraint customer_has_an_address_for_mail check (email ~ '^[^@\s]+@[^@\s]+$' and length(email) <= 254),
	constraint customer_country_is_two_letters check (country ~ '^[A-Z]{2}$')
);

create table staff (
	id bigint primary key references account on delete cascade,
	name text not null,
	email text not null,
	role text not null,
	constraint staff_email_is_taken unique (email),
	constraint staff_has_a_name check (length(name) between 1 and 200),
	constraint staff_has_a_known_role check (role in ('technician', 'supervisor', 'administrator', 'auditor'))
);

create table staff_branch (
	staff_id bigint not null references staff on delete cascade,
	branch_id bigint not null references branch on delete cascade,
	primary key (staff_id, branch_id)
);
create index staff_branch_branch on staff_branch (branch_id);

-- Who logs in, whichever of the two he is: what every request asks first.
create view person as
	select
		a.id, a.kind, a.locale, a.time_zone, a.disabled_at,
		coalesce(c.company, s.name, '') as name,
		coalesce(c.code, '') as code,
		coalesce(s.role, '') as role,
		array(select b.branch_id::integer from staff_branch as b where b.staff_id = a.id order by 1) as branch_ids
	from account as a
	left join customer as c on c.id = a.id
	left join staff as s on s.id = a.id;

-- ── units ───────────────────────────────────────────────────────────────────────────────────

create table product (
	slug text primary key,
	name text not null,
	position integer not null,
	taglines jsonb not null,
	help jsonb not null default '{}',
	newest_version text not null default '',
	has_serials boolean not null,
	fields text[] not null,
	slots text[] not null,
	accessories jsonb not null default '[]',
	subscription_policy text not null default 'warn',
	constraint product_slug_fits_an_address check (slug ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
	constraint product_policy_is_known check (subscription_policy in ('inform', 'warn', 'block'))
);

create table unit (
	id bigint generated always as identity primary key,
	product text not null references product,
	serial text not null,
	bare_serial text not null generated always as (bare_serial(serial)) stored,
	customer_id bigint not null references customer,
	kind text,
	master_id bigint references customer,
	username text not null default '',
	subscription_until date,
	software_version text not null default '',
	created_at timestamptz not null default now(),
	constraint unit_serial_is_taken unique (product, bare_serial),
	constraint unit_serial_has_letters_or_digits check (bare_serial <> '' and length(serial) <= 64),
	constraint unit_is_master_slave_or_neither check (kind in ('master', 'slave')),
	constraint only_a_slave_is_bound_to_a_master check (master_id is null or kind = 'slave'),
	constraint nobody_is_his_own_master check (master_id <> customer_id)
);
create index unit_customer on unit (customer_id, product, bare_serial);
create index unit_master on unit (master_id, product, bare_serial) where master_id is not null;
create index unit_serial on unit (bare_serial text_pattern_ops);

-- ── tickets ─────────────────────────────────────────────────────────────────────────────────

create sequence ticket_number start 1001;

-- opener: the customer who asked. holder: whose unit it was at that moment. A transfer changes
-- neither, so the old owner keeps his tickets and the new one sees none of them (product.md P3, P4).
create table ticket (
	number bigint primary key default nextval('ticket_number'),
	opener_id bigint not null references customer,
	holder_id bigint not null references customer,
	unit_id bigint references unit,
	product text not null references product,
	branch_id bigint not null references branch,
	technician_id bigint references staff,
	status text not null default 'new',
	answer_awaited boolean not null default false,
	subject text not null,
	subject_folded text not null generated always as (folded(subject)) stored,
	make text not null default '',
	model text not null default '',
	engine text not null default '',
	year text not null default '',
	ecu text not null default '',
	protocol text not null default '',
	opened_at timestamptz not null,
	queued_at timestamptz not null,
	started_at timestamptz,
	closed_at timestamptz,
	version integer not null default 1,
	constraint ticket_status_is_known check (status in ('new', 'in_process', 'closed')),
	constraint ticket_subject_is_1_to_200_characters check (length(subject) between 1 and 200),
	constraint ticket_fields_are_short check (
		length(make) <= 100 and length(model) <= 100 and length(engine) <= 100
		and length(year) <= 20 and length(ecu) <= 100 and length(protocol) <= 50
	),
	constraint a_closed_ticket_has_a_closing_time check ((status = 'closed') = (closed_at is not null)),
	constraint a_ticket_in_process_has_a_technician check (status <> 'in_process' or (technician_id is not null and started_at is not null)),
	constraint only_a_ticket_in_process_awaits_an_answer check (not answer_awaited or status = 'in_process')
);
alter sequence ticket_number owned by ticket.number;
create index ticket_opener on ticket (opener_id, number desc);
create index ticket_holder on ticket (holder_id, number desc) where holder_id <> opener_id;
create index ticket_unit on ticket (unit_id, number desc);
create index ticket_product on ticket (product);
create index ticket_queue on ticket (branch_id, queued_at, number) where status = 'new';
create index ticket_waiting on ticket (queued_at, number) where status = 'new';
create index ticket_in_hand on ticket (technician_id, answer_awaited, queued_at, number) where status = 'in_process';
create index ticket_technician on ticket (technician_id) where technician_id is not null;

create table message (
	id bigint generated always as identity primary key,
	ticket_number bigint not null references ticket on delete cascade,
	kind text not null,
	account_id bigint not null references account,
	body_html text not null,
	body_text text not null,
	created_at timestamptz not null,
	constraint message_is_by_customer_by_support_or_a_note check (kind in ('customer', 'support', 'note')),
	constraint message_is_at_most_100000_characters check (length(body_html) <= 100000)
);
create index message_ticket on message (ticket_number, id);
create index message_account on message (account_id);

create table message_attachment (
	message_id bigint not null references message on delete cascade,
	attachment_id uuid not null references attachment,
	position integer not null,
	primary key (message_id, attachment_id),
	constraint an_attachment_belongs_to_one_message unique (attachment_id)
);

-- Everything that happened to a ticket. History, mail and live updates hang on these rows.
create table ticket_event (
	id bigint generated always as identity primary key,
	ticket_number bigint not null references ticket on delete cascade,
	kind text not null,
	account_id bigint references account,
	message_id bigint references message on delete cascade,
	details jsonb not null default '{}',
	at timestamptz not null,
	constraint ticket_event_is_known check (kind in ('opened', 'replied', 'answered', 'noted', 'taken', 'given_back', 'handed_over', 'closed', 'reopened'))
);
create index ticket_event_ticket on ticket_event (ticket_number, id);
create index ticket_event_account on ticket_event (account_id);
create index ticket_event_message on ticket_event (message_id);

-- News by support that this customer has not read yet.
create table ticket_unread (
	customer_id bigint not null references customer on delete cascade,
	ticket_number bigint not null references ticket on delete cascade,
	since timestamptz not null,
	primary key (customer_id, ticket_number)
);
create index ticket_unread_ticket on ticket_unread (ticket_number);

-- What is being written: one per account and place, for example 'ticket:1042' or 'new:k-tag:KT-1'.
create table draft (
	account_id bigint not null references account on delete cascade,
	place text not null,
	fields jsonb not null,
	updated_at timestamptz not null,
	primary key (account_id, place),
	constraint draft_place_is_short check (length(place) between 1 and 200)
);
