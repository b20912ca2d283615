-- Goods that travel to the maker and back.

create sequence rma_number start 10001;

-- Permission to send something back, given on a ticket. Nothing is deleted: what was permitted was told.
create table rma (
	number bigint primary key default nextval('rma_number'),
	ticket_number bigint not null references ticket,
	-- Who sends it: the one who asked, or the one whose unit it is.
	customer_id bigint not null references customer,
	-- Where to.
	branch_id bigint not null references branch,
	state text not null default 'authorised',
	state_since timestamptz not null,
	in_warranty boolean not null,
	-- How to send it, as the customer was told in his language.
	instructions text not null default '',
	authorised_at timestamptz not null,
	expires_at timestamptz not null,
	-- What the customer writes: contact, return address, phone, declaration.
	form jsonb not null default '{}',
	completed_at timestamptz,
	form_hash bytea,
	carrier text not null default '',
	tracking text not null default '',
	-- The way home.
	return_carrier text not null default '',
	return_tracking text not null default '',
	version integer not null default 1,
	constraint rma_state_is_known check (state in (
		'authorised', 'form_complete', 'in_transit', 'received', 'inspecting', 'quoted', 'accepted', 'declined',
		'repaired', 'replaced', 'returned_unrepaired', 'shipped_back', 'closed', 'refused', 'expired', 'cancelled'
	)),
	constraint rma_expires_after_it_begins check (authorised_at < expires_at),
	constraint a_complete_form_has_a_hash check ((completed_at is null) = (form_hash is null) and length(form_hash) = 32),
	constraint nothing_travels_without_a_form check (
		completed_at is not null or state in ('authorised', 'refused', 'expired', 'cancelled')
	),
	constraint rma_instructions_are_at_most_4000_characters check (length(instructions) <= 4000),
	constraint rma_shipping_is_short check (
		length(carrier) <= 100 and length(tracking) <= 100 and length(return_carrier) <= 100 and length(return_tracking) <= 100
	)
);
alter sequence rma_number owned by rma.number;
create index rma_ticket on rma (ticket_number);
create index rma_customer on rma (customer_id, number desc);
create index rma_branch on rma (branch_id, state, state_since);
create index rma_to_expire on rma (expires_at) where state in ('authorised', 'form_complete');

-- What is in the parcel: a unit, or an accessory of one.
create table rma_item (
	rma_number bigint not null references rma on delete cascade,
	nth integer not null,
	unit_id bigint not null references unit,
	-- Null: the unit itself. Else the accessory's slug in the product's list.
	accessory text,
	-- What the customer writes: date of purchase, fault, accessories one by one.
	form jsonb not null default '{}',
	-- Follows the state: a unit is on one way at a time.
	active boolean not null default true,
	primary key (rma_number, nth)
);
create index rma_item_unit on rma_item (unit_id);
create unique index a_unit_is_on_one_way_at_a_time on rma_item (unit_id) where active and accessory is null;
create unique index an_accessory_is_on_one_way_at_a_time on rma_item (unit_id, accessory) where active and accessory is not null;

create table rma_step (
	id bigint generated always as identity primary key,
	rma_number bigint not null references rma on delete cascade,
	step text not null,
	state text not null,
	account_id bigint references account,
	details jsonb not null default '{}',
	at timestamptz not null
);
create index rma_step_rma on rma_step (rma_number, id);
create index rma_step_account on rma_step (account_id);

-- What a repair costs, line by line, and what the customer said to it.
create table rma_quote (
	id bigint generated always as identity primary key,
	rma_number bigint not null references rma on delete cascade,
	lines jsonb not null,
	-- ISO 4217; amounts in its smallest unit.
	currency text not null,
	total bigint not null,
	vat_note text not null default '',
	valid_until date not null,
	made_at timestamptz not null,
	answer text,
	answered_at timestamptz,
	constraint rma_quote_currency_is_three_letters check (currency ~ '^[A-Z]{3}$'),
	constraint rma_quote_costs_something_or_nothing check (total >= 0),
	constraint rma_quote_is_accepted_or_declined check (answer in ('accepted', 'declined') and (answer is null) = (answered_at is null))
);
create index rma_quote_rma on rma_quote (rma_number, id);

-- ── what holds whoever writes ───────────────────────────────────────────────────────────────

create function rma_is_under_way(state text) returns boolean
	language sql immutable
	return state not in ('closed', 'refused', 'expired', 'cancelled');

create function settle_rma_items() returns trigger
	language plpgsql
	set search_path = public, pg_temp
as $$
begin
	update rma_item set active = rma_is_under_way(new.state) where rma_number = new.number;
	return null;
end $$;
create trigger rma_items_follow_the_state after update of state on rma
	for each row when (rma_is_under_way(old.state) <> rma_is_under_way(new.state)) execute function settle_rma_items();

-- What the hash of a completed form covers.
create function rma_form_hash(of_number bigint) returns bytea
	language sql stable
	set search_path = public, pg_temp
as $$
	select sha256(convert_to(jsonb_build_array(r.number, r.form, (
		select jsonb_agg(jsonb_build_array(i.nth, i.unit_id, i.accessory, i.form) order by i.nth)
		from rma_item as i where i.rma_number = r.number
	))::text, 'UTF8'))
	from rma as r where r.number = of_number
$$;

create function refuse_form_change() returns trigger
	language plpgsql
as $$ begin raise exception 'a completed form is never changed'; end $$;
create trigger a_completed_form_is_never_changed before update on rma
	for each row when (old.completed_at is not null and (old.form, old.completed_at, old.form_hash)
		is distinct from (new.form, new.completed_at, new.form_hash)) execute function refuse_form_change();

create function refuse_item_change() returns trigger
	language plpgsql
	set search_path = public, pg_temp
as $$
begin
	if (select completed_at from rma where number = old.rma_number) is not null
		then raise exception 'a completed form is never changed';
	end if;
	return new;
end $$;
create trigger a_completed_item_is_never_changed before update on rma_item
	for each row when ((old.unit_id, old.accessory, old.form) is distinct from (new.unit_id, new.accessory, new.form))
	execute function refuse_item_change();

-- ── tickets and units tell of it ────────────────────────────────────────────────────────────

alter table ticket_event drop constraint ticket_event_is_known;
alter table ticket_event add constraint ticket_event_is_known check (
	kind in ('opened', 'replied', 'answered', 'noted', 'taken', 'given_back', 'handed_over', 'closed', 'reopened', 'reminded', 'rma')
);
alter table unit_event drop constraint unit_event_is_known;
alter table unit_event add constraint unit_event_is_known
	check (kind in ('registered', 'changed', 'bound', 'released', 'transferred', 'delegated', 'rma', 'replaced'));

-- A unit that came back as another one: its tickets stay its own, everything else goes on with the new one.
alter table unit
	add column replaced_by bigint references unit,
	add constraint no_unit_replaces_itself check (replaced_by <> id);
create unique index unit_replaces_one on unit (replaced_by) where replaced_by is not null;
