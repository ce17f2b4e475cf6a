-- squawk-ignore-file require-concurrent-index-creation
-- Runs before the process serves anybody.

-- Of a workspace one file of people is imported at a time, whoever does it; whoever was at one of several begins anew where
-- it got to.
alter table imports no force row level security;
update imports set lease = null, leased_until = null where state = 'importing';
alter table imports force row level security;
create unique index imports_one_at_work on imports (workspace_id) where state = 'importing' and lease is not null;

-- Whoever is erased goes from events too: how far those were looked through, in order of their ids; `~` comes after all.
alter table erasures
  add column events_after text collate "C" not null default '',
  add column notices integer not null default 0,
  add column events integer not null default 0;
-- What an event says of somebody who is erased is made unreadable, and with it what a repeat of it is compared with.
grant update (payload_sealed, content_hash, entity_id, decision) on events to handset_system;
create index links_of_person on links (workspace_id, person_id) where person_id is not null;
