-- Branches are changed by administrators: what they cannot mean is kept out.

alter table branch_country rename constraint branch_country_pkey to a_country_is_served_by_one_branch;

alter table branch_hours
	-- One line of seconds for the weeks of all branches, eight days each; a day’s end is the beginning of the next.
	add constraint hours_of_a_day_do_not_overlap exclude using gist (int8range(
		branch_id * 691200 + weekday * 86400 + extract(epoch from opens)::bigint,
		branch_id * 691200 + weekday * 86400 + extract(epoch from closes)::bigint
	) with &&);

alter table branch
	add constraint branch_slug_is_short_and_plain check (slug ~ '^[a-z][a-z0-9-]{0,39}$'),
	add constraint branch_phone_is_at_most_50_characters check (length(phone) <= 50);
