-- What administrators change: who carries parcels, and what belongs to a product.

-- ── carriers ────────────────────────────────────────────────────────────────────────────────

-- Names that differ in case alone are one carrier: the first of them stays.
delete from carrier as one using carrier as other
	where lower(one.name) = lower(other.name) and (one.position, one.name) > (other.position, other.name);
-- What a customer types is never part of a host's name.
update carrier set tracking_url = ''
	where tracking_url !~ '^https://[^/?#@\s{}\\]+[/?#]\S*\{tracking\}\S*$' or length(tracking_url) > 500;
alter table carrier
	drop constraint carrier_pkey,
	add column id bigint generated always as identity primary key,
	drop constraint carrier_is_followed_over_https,
	add constraint carrier_is_followed_over_https
		check (tracking_url = '' or tracking_url ~ '^https://[^/?#@\s{}\\]+[/?#]\S*\{tracking\}\S*$'),
	add constraint carrier_tracking_url_is_at_most_500_characters check (length(tracking_url) <= 500);
create unique index carrier_name_is_taken on carrier (lower(name));

-- ── accessories ─────────────────────────────────────────────────────────────────────────────

-- Pictures of the maker's own, encoded by us.
create table accessory_picture (
	hash text primary key,
	bytes bytea not null,
	-- When somebody last chose it.
	chosen_at timestamptz not null,
	constraint accessory_picture_is_named_by_its_hash check (hash = encode(sha256(bytes), 'hex')),
	constraint accessory_picture_is_small check (length(bytes) <= 200000)
);

-- The picture of an accessory: the name of a drawing, or the hash of a picture of the maker's own.
update product set accessories = (
	select jsonb_agg(a.value || jsonb_build_object('picture', case when a.value ->> 'slug' in (
		'usb-cable', 'obd-cable', 'power-supply', 'supply-cable', 'flat-cable', 'boot-cable', 'adapters', 'dongle', 'case'
	) then a.value ->> 'slug' else 'box' end) order by a.ordinality)
	from jsonb_array_elements(accessories) with ordinality as a
) where accessories <> '[]';
alter table product
	add constraint every_accessory_has_a_picture check (not jsonb_path_exists(accessories, '$[*] ? (!exists(@.picture))'));

alter table rma_item
	-- What a completed form was asked, as it stood in the product's list; of what travels alone, itself. Null as long as the form
	-- follows the product.
	add column accessories jsonb;
update rma_item as i set accessories = (
	select coalesce(jsonb_agg(
		coalesce(a.value, jsonb_build_object('slug', named.slug, 'names', jsonb_build_object('en', named.slug), 'picture', 'box'))
		order by a.ordinality, named.slug
	), '[]')
	from (
		select i.accessory as slug where i.accessory is not null
		union all
		select jsonb_object_keys(i.form -> 'accessories') where i.accessory is null
	) as named
	left join jsonb_array_elements(p.accessories) with ordinality as a on a.value ->> 'slug' = named.slug
)
from rma as r, unit as u join product as p on p.slug = u.product
where r.number = i.rma_number and u.id = i.unit_id and (r.completed_at is not null or i.accessory is not null);
alter table rma_item add constraint what_travels_alone_is_named check (accessory is null or accessories is not null);

create or replace trigger a_completed_item_is_never_changed before update on rma_item
	for each row when (
		(old.unit_id, old.accessory, old.accessories, old.form) is distinct from (new.unit_id, new.accessory, new.accessories, new.form)
	)
	execute function refuse_item_change();
