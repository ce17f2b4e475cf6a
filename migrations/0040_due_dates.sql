-- squawk-ignore-file require-concurrent-index-creation
-- Runs before the process serves anybody.

-- When an item of the product is due, as its events said so far, and when to look next whether somebody is to be told.
-- What else is known of the item stays in those events, where it is sealed: here stands only which of them say it.
create table due_dates (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  entity_type text collate "C" not null,
  entity_id text collate "C" not null,
  -- `2026-12-01`, or an instant as `2026-12-01T15:00:00.000Z`; null once it was taken away.
  due text check (length(due) <= 30),
  -- When the event happened that said so: an older one that comes later moves nothing.
  due_as_of timestamptz not null,
  -- Since when this date is known.
  learned_at timestamptz not null,
  -- Why nobody is told any more.
  over text check (over in ('completed', 'cancelled', 'archived', 'deleted')),
  over_as_of timestamptz,
  -- Which event said last: `{"item": "evt_…", "properties": "evt_…", "role:assignees": "evt_…"}`.
  said_in jsonb not null check (jsonb_typeof(said_in) = 'object'),
  -- That it is over was told for this date: by us, or by the product itself.
  passed_by text check (passed_by in ('schedule', 'product')),
  passed_event_id text collate "C",
  -- Whether whoever comes to have to do with it now may have to be told at once.
  relook boolean not null default false,
  next_at timestamptz,
  failures smallint not null default 0,
  primary key (workspace_id, entity_type, entity_id)
) with (fillfactor = 80);
create index due_dates_next on due_dates (workspace_id, next_at) where next_at is not null;
call make_tenant_table('due_dates', 'select, insert, update, delete', 'select, delete');

-- Workspaces whose triggers changed, so that dates that are known are to be gone through, and how far that got.
create table due_rechecks (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  begins_at timestamptz not null,
  after_type text collate "C" not null default '',
  after_id text collate "C" not null default '',
  primary key (workspace_id)
);
call make_tenant_table('due_rechecks', 'select, insert, update, delete', 'select');

-- Of a reminder, or of an alert that a date is over: when, on the clock of whom it is for. Null: at nine.
alter table triggers add column time_of_day text;
alter table triggers add constraint triggers_time_of_day check (time_of_day ~ '^([01]\d|2[0-3]):[0-5]\d$') not valid;
-- One for reminders could be made before there were any.
update triggers set days_ahead = 1 where event_type = 'due_date_reminder' and days_ahead is null;

-- Which of the catalog's templates is offered first for a type of one's own, and what one looks like.
alter table event_types
  add column category text not null default 'other',
  add column sample jsonb not null default '{}' check (jsonb_typeof(sample) = 'object'),
  add column template text;
