-- When the maker is away, and how customers are told.

-- ── branches ────────────────────────────────────────────────────────────────────────────────

alter table branch
	-- Grows with each change: two administrators do not overwrite each other unseen.
	add column version integer not null default 1,
	add constraint branch_has_a_legal_name check (length(legal_name) between 1 and 200),
	add constraint branch_speaks_a_language check (cardinality(languages) > 0);

alter table maker
	-- Working days of the branch after support's answer, while the customer is silent (product.md M5).
	add column reminded_after_days integer not null default 7,
	add column closed_after_days integer not null default 14,
	add constraint a_reminder_comes_before_closing check (reminded_after_days between 1 and 365 and closed_after_days between reminded_after_days + 1 and 730);

-- Whose customer somebody is: the branch that names his country, else the one that serves the rest.
create or replace view person as
	select
		a.id, a.kind, a.locale, a.time_zone, a.disabled_at,
		coalesce(c.company, s.name, '') as name,
		coalesce(c.code, '') as code,
		coalesce(s.role, '') as role,
		array(select b.branch_id::integer from staff_branch as b where b.staff_id = a.id order by 1) as branch_ids,
		a.terms_version,
		case when c.id is not null then coalesce(
			(select branch_id from branch_country where country = c.country),
			(select id from branch where serves_the_rest)
		) end as served_by
	from account as a
	left join customer as c on c.id = a.id
	left join staff as s on s.id = a.id;

-- ── closures ────────────────────────────────────────────────────────────────────────────────

-- A period in which support is not given, from its first instant to before its last. Nothing is deleted: a cancelled one was told.
create table closure (
	id bigint generated always as identity primary key,
	kind text not null,
	-- Null: of every branch.
	branch_id bigint references branch on delete cascade,
	starts_at timestamptz not null,
	ends_at timestamptz not null,
	no_new_tickets boolean not null default true,
	no_messages boolean not null default true,
	portal_off boolean not null default false,
	-- Null: planned, and so announced a day ahead. Else why it was not (product.md B5).
	unplanned_because text,
	-- Which public holiday it is, for a proposal that was accepted.
	holiday date,
	version integer not null default 1,
	created_at timestamptz not null,
	cancelled_at timestamptz,
	constraint closure_is_a_holiday_or_maintenance check (kind in ('public_holiday', 'company_holiday', 'maintenance')),
	constraint closure_starts_before_it_ends check (starts_at < ends_at),
	constraint maintenance_is_of_every_branch check (kind <> 'maintenance' or branch_id is null),
	constraint a_public_holiday_is_of_one_branch check (kind <> 'public_holiday' or branch_id is not null),
	constraint only_maintenance_turns_the_portal_off check (not portal_off or (kind = 'maintenance' and no_new_tickets and no_messages)),
	constraint an_unplanned_closure_has_a_reason check (unplanned_because <> '' and length(unplanned_because) <= 500),
	constraint only_a_public_holiday_is_one check (holiday is null or kind = 'public_holiday')
);
create index closure_branch on closure (branch_id);
create index closure_standing on closure (ends_at) where cancelled_at is null;
create unique index a_public_holiday_is_accepted_once on closure (branch_id, holiday) where cancelled_at is null and holiday is not null;

-- ── announcements ───────────────────────────────────────────────────────────────────────────

-- What many are told at once, about a closure or anything else. Changing it makes a new revision, which is told again.
create table announcement (
	id bigint generated always as identity primary key,
	closure_id bigint references closure on delete cascade,
	-- Null: for the customers of every branch.
	branch_id bigint references branch on delete cascade,
	-- Who gets a letter.
	audience text not null,
	shown_from timestamptz not null,
	-- Null: until it is withdrawn.
	shown_until timestamptz,
	revision integer not null default 1,
	-- When the letters about this revision are written; how far that has come, by account; when all were.
	letters_at timestamptz not null,
	told_to_account bigint not null default 0,
	told_at timestamptz,
	published_at timestamptz not null,
	changed_at timestamptz not null,
	withdrawn_at timestamptz,
	constraint a_closure_is_announced_once unique (closure_id),
	constraint announcement_audience_is_known check (audience in ('nobody', 'open-tickets', 'everybody')),
	constraint announcement_is_shown_before_it_ends check (shown_from < shown_until)
);
create index announcement_branch on announcement (branch_id);
create index announcement_standing on announcement (shown_until) where withdrawn_at is null;
create index announcement_to_tell on announcement (letters_at) where told_at is null and audience <> 'nobody';

create table announcement_text (
	announcement_id bigint not null references announcement on delete cascade,
	locale text not null,
	title text not null,
	body text not null default '',
	primary key (announcement_id, locale),
	constraint announcement_text_speaks_a_known_language check (locale in ('en', 'it', 'fr', 'es', 'ru')),
	constraint announcement_title_is_1_to_150_characters check (length(title) between 1 and 150),
	constraint announcement_body_is_at_most_4000_characters check (length(body) <= 4000)
);

-- ── mail ────────────────────────────────────────────────────────────────────────────────────

-- Letters to many wait behind those to one: an answer does not stand in line after ten thousand announcements.
alter table outgoing_mail add column to_many boolean not null default false;
drop index outgoing_mail_due;
create index outgoing_mail_due on outgoing_mail (to_many, next_try_at) where state = 'waiting';

-- ── tickets ─────────────────────────────────────────────────────────────────────────────────

alter table ticket_event drop constraint ticket_event_is_known;
alter table ticket_event add constraint ticket_event_is_known
	check (kind in ('opened', 'replied', 'answered', 'noted', 'taken', 'given_back', 'handed_over', 'closed', 'reopened', 'reminded'));

-- Those whose customer is silent: looked through once an hour.
create index ticket_awaiting_answer on ticket (number) where answer_awaited;
