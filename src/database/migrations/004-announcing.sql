-- A letter may be owed about an announcement that is nobody's by now: to those who were told of it before.
drop index announcement_to_tell;
create index announcement_to_tell on announcement (letters_at) where told_at is null;

-- How many have been told of something, and how many will be.
create index outgoing_mail_told on outgoing_mail (event_key, state) where to_many;
