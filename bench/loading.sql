-- A maker's portal after some years: every value is a function of the row's number and the seed, so that the same
-- numbers give the same data. Settings: bench.tickets, bench.seed, bench.password_hash; temporary tables `speech`
-- and `vehicle` hold the words.

-- The rows are consistent by construction: foreign keys are not asked one by one.
select set_config('session_replication_role', 'replica', true) where (select rolsuper from pg_roles where rolname = current_user);

create function pg_temp.chance(n bigint, salt int) returns float8 language sql immutable
as $$ select (hashint8extended(n, salt + 1000 * current_setting('bench.seed')::bigint) & 9007199254740991) / 9007199254740992.0::float8 $$;
create function pg_temp.whole(n bigint, salt int, below bigint) returns bigint language sql immutable
as $$ select floor(pg_temp.chance(n, salt) * below)::bigint $$;

-- ── who ────────────────────────────────────────────────────────────────────────
-- Staff have the first account ids: the supervisor of all branches, then technicians, three of five in Italy.
create temp table technician on commit drop as
	select 1 + i as id, (array['italy', 'france', 'italy', 'spain', 'italy'])[1 + i % 5] as slug
	from generate_series(1, greatest(5, current_setting('bench.tickets')::int / 5000)) as i;
create temp table office on commit drop as
	select b.id, b.slug, array_agg(t.id order by t.id) as technicians, count(*) as hands
	from branch as b join technician as t using (slug) group by b.id;

insert into account (id, kind, login, password_hash, locale, time_zone, second_factor_waived, created_at)
	overriding system value
	select id, 'staff', 'staff' || id || '@bench.test', current_setting('bench.password_hash'),
		case slug when 'france' then 'fr' when 'spain' then 'es' else 'it' end, 'Europe/Rome', true, '2020-01-01Z'
	from (select 1 as id, 'italy' as slug union all select id, slug from technician) as s;
insert into staff (id, name, email, role)
	select id, 'Technician ' || id, login, case id when 1 then 'supervisor' else 'technician' end from account;
insert into staff_branch (staff_id, branch_id)
	select 1, id from branch union all select t.id, b.id from technician as t join branch as b using (slug);

-- Customer 0 is the big Master; every tenth is a Master and the next four are bound to him, the first forty to customer 0.
create temp table cast_member on commit drop as
	select c as nth, c + (select max(id) from account) + 1 as id, 'B' || (10000 + c) as code, p.country, p.language,
		o.id as branch_id, p.time_zone,
		case when c % 10 = 0 then 'master' when c % 10 < 5 then 'slave' end as kind,
		case when c % 10 between 1 and 4 then case when c < 40 then 0 else c - c % 10 end end as master
	from generate_series(0, current_setting('bench.tickets')::int / 50) as c
	join lateral (select * from (values
		(0.00, 'IT', 'it', 'italy', 'Europe/Rome'), (0.36, 'FR', 'fr', 'france', 'Europe/Paris'),
		(0.52, 'ES', 'es', 'spain', 'Europe/Madrid'), (0.66, 'KZ', 'ru', 'italy', 'Asia/Almaty'),
		(0.78, 'LV', 'ru', 'italy', 'Europe/Riga'), (0.84, 'DE', 'en', 'italy', 'Europe/Berlin')
	) as v (from_chance, country, language, slug, time_zone)
		where from_chance <= pg_temp.chance(c, 1) order by from_chance desc limit 1) as p on true
	join office as o using (slug);
create index on cast_member (nth);
analyze cast_member;

insert into account (id, kind, login, password_hash, locale, time_zone, created_at)
	overriding system value
	select id, 'customer', lower(code), current_setting('bench.password_hash'), language, time_zone, '2020-01-01Z' from cast_member;
insert into customer (id, code, company, email, country, address)
	select id, code, (array['Officina', 'Garage', 'Talleres', 'Автосервис', 'Workshop'])[1 + nth % 5] || ' ' || code,
		'workshop' || nth || '@bench.test', country, 'Via della Prova ' || nth
	from cast_member;

insert into unit (id, product, serial, customer_id, kind, master_id, username, subscription_until, software_version, created_at)
	overriding system value
	select 4 * c.nth + k, (array['kessv2', 'k-tag', 'powergate3'])[1 + k],
		(array['K2', 'KT', 'PG3'])[1 + k] || case when k < 2 then upper(left(coalesce(c.kind, 'master'), 1)) else '' end
			|| '-' || upper(lpad(to_hex(18432 + (4 * c.nth + k) / 10000), 4, '0')) || '-' || lpad(((4 * c.nth + k) % 10000)::text, 4, '0'),
		c.id, case when k < 2 then coalesce(c.kind, 'master') end, case when k < 2 then m.id end,
		case when k < 2 then lower(c.code) else '' end, date '2026-06-01' + (pg_temp.whole(4 * c.nth + k, 2, 600))::int,
		'2.' || pg_temp.whole(4 * c.nth + k, 3, 90), '2020-01-01Z'
	from cast_member as c cross join lateral generate_series(0, 1 + c.nth % 2) as k
	left join cast_member as m on m.nth = c.master;

-- Every third Slave unit's tickets are open to its Master; not to the Master whose list is measured at its own size.
insert into delegation (unit_id, master_id, may_view, changed_at)
	select id, master_id, true, '2020-01-01Z' from unit where master_id <> (select id from cast_member where nth = 0) and id % 3 = 0;

-- ── what ───────────────────────────────────────────────────────────────────────
-- Five years of requests, evenly; those that are still open are among the newest two fifths: 8 in 100 are New,
-- 12 in process, half of which await the customer. A Master asks now and then about a Slave's unit.
create temp table request on commit drop as
	with drawn as (
		select n, o.moment, p.all_tickets, p.all_customers,
			case when n % (p.all_tickets / least(2000, p.all_tickets / 10)) = 0 then 0
				else 1 + floor(p.all_customers * power(pg_temp.chance(n, 4), 1.3))::bigint end as nth,
			case when n <= 0.6 * p.all_tickets or pg_temp.chance(n, 5) >= 0.5 then 'closed'
				when pg_temp.chance(n, 5) < 0.2 then 'new' else 'in_process' end as status
		from (select current_setting('bench.tickets')::bigint as all_tickets, current_setting('bench.tickets')::bigint / 50 as all_customers) as p
		cross join lateral generate_series(1, p.all_tickets) as n
		cross join lateral (select date_trunc('milliseconds', timestamptz '2021-07-01Z' + interval '5 years' * (n::float8 / p.all_tickets)) as moment) as o
	)
	select d.n as number, d.n + 1000 as ticket, d.status, d.moment, c.id as opener, c.branch_id, c.language,
		h.id as holder, case when pg_temp.chance(d.n, 6) < 0.96 then 4 * h.nth + pg_temp.whole(d.n, 7, 2 + h.nth % 2) end as unit_id,
		o.technicians[1 + pg_temp.whole(d.n, 8, o.hands)] as technician,
		(array[1, 2, 2, 3, 3, 3, 3, 4, 4, 5])[1 + (7 * d.n + d.n / 10) % 10] as messages
	from drawn as d join cast_member as c on c.nth = d.nth
	join cast_member as h on h.nth = case
		when c.nth % 10 = 0 and c.nth not between 1 and 39 and c.nth + 4 <= d.all_customers and pg_temp.chance(d.n, 9) < 0.3
		then c.nth + 1 + pg_temp.whole(d.n, 10, 4) else c.nth end
	join office as o on o.id = c.branch_id
	order by d.n;

insert into ticket (number, opener_id, holder_id, unit_id, product, branch_id, technician_id, status, answer_awaited, subject,
		make, model, engine, year, ecu, protocol, opened_at, queued_at, started_at, closed_at)
	select r.ticket, r.opener, r.holder, r.unit_id, coalesce((array['kessv2', 'k-tag', 'powergate3'])[1 + r.unit_id % 4], 'data-bank'),
		r.branch_id, case when r.status <> 'new' then r.technician end, r.status,
		r.status = 'in_process' and pg_temp.chance(r.number, 11) < 0.5,
		format(s.subjects[1 + pg_temp.whole(r.number, 12, array_length(s.subjects, 1))], v.make, v.model, v.ecu, 500 + pg_temp.whole(r.number, 13, 400)),
		v.make, v.model, v.engine, (2004 + pg_temp.whole(r.number, 14, 22))::text, v.ecu, (500 + pg_temp.whole(r.number, 13, 400))::text,
		r.moment, r.moment, case when r.status <> 'new' then r.moment + interval '3 hours' end,
		case when r.status = 'closed' then r.moment + interval '2 days' end
	from request as r join speech as s using (language)
	join vehicle as v on v.nth = 1 + pg_temp.whole(r.number, 15, (select count(*) from vehicle))
	order by r.number;

insert into message (id, ticket_number, kind, account_id, body_html, body_text, created_at)
	overriding system value
	select 10 * r.number + i, r.ticket, w.kind, case when w.kind = 'customer' then r.opener else r.technician end,
		'<p>' || replace(w.said, E'\n', '</p><p>') || '</p>', w.said, r.moment + i * interval '7 hours'
	from request as r join speech as s using (language)
	cross join lateral generate_series(0, r.messages - 1) as i
	cross join lateral (select
		case when i = 4 then 'note' when i % 2 = 1 then 'support' else 'customer' end as kind,
		case when i % 2 = 1 then s.answers[1 + (r.number + i) % 3] || E'\n' || s.answers[1 + (r.number + i + 1) % 3]
			else s.questions[1 + (r.number + i) % 4] || ' ' || s.questions[1 + (r.number + i + 1) % 4] || E'\n' || s.questions[1 + (r.number + i + 2) % 4] end as said
	) as w
	order by r.number, i;

insert into ticket_event (ticket_number, kind, account_id, message_id, at)
	select ticket, kind, account_id, message_id, at from (
		select r.number, r.ticket, 0 as step,
			case when i = 0 then 'opened' when i = 4 then 'noted' when i % 2 = 1 then 'answered' else 'replied' end as kind,
			case when i = 4 or i % 2 = 1 then r.technician else r.opener end as account_id, 10 * r.number + i as message_id,
			r.moment + i * interval '7 hours' as at
		from request as r cross join lateral generate_series(0, r.messages - 1) as i
		union all
		select number, ticket, 1, 'taken', technician, null, moment + interval '3 hours' from request where status <> 'new'
		union all
		select number, ticket, 2, 'closed', technician, null, moment + interval '2 days' from request where status = 'closed'
	) as e order by number, at, step;

-- What support said last on one open ticket in three has not been read yet.
insert into ticket_unread (customer_id, ticket_number, since)
	select distinct reader, ticket, moment + interval '7 hours' from request cross join lateral (values (opener), (holder)) as v (reader)
	where status <> 'new' and number > 0.6 * (select max(number) from request) and pg_temp.chance(number, 16) < 0.15;

select setval('ticket_number', (select max(number) from ticket));
select setval(pg_get_serial_sequence(name, 'id'), top) from (values
	('account', (select max(id) from account)), ('unit', (select max(id) from unit)), ('message', (select max(id) from message))
) as v (name, top);
