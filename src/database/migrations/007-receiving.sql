-- Where parcels go and who carries them; what was found in them.

alter table branch
	-- As on a label, line by line.
	add column shipping_address text not null default '',
	-- How to pack and send, by language: proposed when an RMA is authorised.
	add column shipping_instructions jsonb not null default '{}',
	add constraint branch_shipping_address_is_at_most_500_characters check (length(shipping_address) <= 500),
	add constraint branch_shipping_instructions_are_by_language check (jsonb_typeof(shipping_instructions) = 'object');

-- Who carries parcels, proposed by name; what is typed instead is a carrier as well.
create table carrier (
	name text primary key,
	position integer not null,
	-- Where a parcel is followed, '{tracking}' in the place of its number; '' where that has no address.
	tracking_url text not null default '',
	constraint carrier_name_is_1_to_100_characters check (length(name) between 1 and 100),
	constraint carrier_is_followed_over_https check (tracking_url = '' or tracking_url ~ '^https://[^\s]+\{tracking\}')
);

alter table rma
	-- What a technician found to be the reason, when the work was done.
	add column cause text,
	add constraint rma_cause_is_known check (cause in (
		'no_fault', 'electronics', 'connector', 'supply', 'firmware', 'handling', 'transport', 'other'
	));

alter table rma_item
	-- What the receiving desk ticked: {"here": true, "accessories": {"usb-cable": false}}; null before.
	add column arrival jsonb;

-- What a parcel looked like when it was opened.
create table rma_photo (
	attachment_id uuid primary key references attachment,
	rma_number bigint not null references rma on delete cascade,
	account_id bigint not null references account,
	taken_at timestamptz not null
);
create index rma_photo_rma on rma_photo (rma_number, taken_at);
create index rma_photo_account on rma_photo (account_id);

-- Figures ask by the day on which a step was taken.
create index rma_step_at on rma_step (step, at);
