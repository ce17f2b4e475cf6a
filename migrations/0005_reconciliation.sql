-- How an attempt in doubt is looked for at the provider, and what resolved it.
alter table attempts add column callback_given boolean not null default false;
comment on column attempts.callback_given is 'Whether the provider was told where to report: without, no receipt can be missed.';
alter table attempts add column looks smallint not null default 0;
comment on column attempts.looks is 'Complete looks at the provider''s list that did not find the text. Two are proof.';
alter table attempts add column misses smallint not null default 0;
comment on column attempts.misses is 'Looks in a row that told nothing; the next comes the later for each.';
-- When to look next. Null until the first look, infinity when there is nowhere to look.
alter table attempts add column look_at timestamptz;
-- Why looking does not decide it, so that somebody must.
alter table attempts add column undecided text check (undecided in ('no_listing', 'no_connection', 'other_account',
  'refused', 'unreachable', 'too_many', 'unclear', 'no_text'));
alter table attempts add column undecided_at timestamptz;
alter table attempts add column resolved_by text check (resolved_by in ('callback', 'listing', 'person'));
alter table attempts add column resolved_by_name text;
alter table attempts add column resolved_at timestamptz;
-- A receipt came for an attempt that was judged not to have happened, after the text was sent again.
alter table attempts add column doubled_at timestamptz;

-- squawk-ignore require-concurrent-index-creation
create index attempts_doubt on attempts ((coalesce(look_at, deadline_at))) where state = 'unknown';
-- squawk-ignore require-concurrent-index-creation
create index attempts_undecided on attempts (workspace_id, message_id) where state = 'unknown' and undecided is not null;
-- squawk-ignore require-concurrent-index-creation
create index attempts_doubled on attempts (doubled_at) where doubled_at is not null;
