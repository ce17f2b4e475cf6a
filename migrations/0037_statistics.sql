-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid, require-timeout-settings
-- Runs before the process serves anybody.

-- Of which messages something changed since they were last counted: the first characters of their ids, which stand for 33
-- seconds each. One row for each statement that touches any of them, so nobody waits for anybody; whoever counts deletes it.
create table statistics_touched (
  workspace_id text collate "C" not null,
  slice text collate "C" not null,
  -- So that two transactions never write the same row.
  xact xid8 not null default pg_current_xact_id(),
  primary key (workspace_id, slice, xact)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);
call make_tenant_table('statistics_touched', 'select, insert, delete', 'select, insert');

-- A trigger and not a part of each statement: what is forgotten once is counted wrong for good.
create function note_touched_messages() returns trigger language plpgsql as $$
begin
  insert into statistics_touched (workspace_id, slice)
  select distinct workspace_id, left(id, 11) from touched on conflict do nothing;
  return null;
end
$$;
create trigger messages_made after insert on messages
  referencing new table as touched for each statement execute function note_touched_messages();
create trigger messages_changed after update on messages
  referencing new table as touched for each statement execute function note_touched_messages();

-- How far a workspace is counted. The row is locked by whoever counts, and by whoever takes old messages away.
create table statistics_state (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  -- In which the days are reckoned.
  time_zone text not null,
  -- What came before is counted for good: its messages may be gone.
  floor timestamptz not null default '-infinity',
  -- Messages made before are still to be counted, newest first; null when none are left.
  fill_before timestamptz,
  as_of timestamptz not null default now(),
  -- Not to be counted again before: the longer it takes, the longer it rests.
  next_at timestamptz not null default '-infinity',
  primary key (workspace_id)
);
alter table workspaces no force row level security;
insert into statistics_state (workspace_id, time_zone, fill_before)
select workspace_id, time_zone, now() from workspaces where workspace_id <> 'ws_00000000000000000000000000';
alter table workspaces force row level security;
create index statistics_filling on statistics_state (next_at) where fill_before is not null;
call make_tenant_table('statistics_state', 'select, insert, update', 'select');

-- The days of a workspace begin at other times when its time zone changes. A slice in which nothing was ever made brings it up.
create function note_other_days() returns trigger language plpgsql as $$
begin
  insert into statistics_touched (workspace_id, slice) values (new.workspace_id, 'msg_0000000') on conflict do nothing;
  return null;
end
$$;
create trigger days_of_workspace after update of time_zone on workspaces
  for each row when (new.time_zone <> old.time_zone) execute function note_other_days();

-- The messages made in one quarter of an hour, counted by one property: a table of a few hundred lines in one row, a
-- column to an array. Zones begin their days at quarters of an hour, and a year of rows would be as many as the messages.
create table statistics_quarters (
  workspace_id text collate "C" not null,
  dimension text collate "C" not null check (dimension in ('status', 'country', 'failure', 'skip', 'sender', 'person', 'handed_over', 'delivered')),
  quarter timestamptz not null,
  value text[] not null,
  channel text[] not null,
  class text[] not null,
  event_type text[] not null,
  currency text[] not null,
  messages integer[] not null,
  pending integer[] not null,
  sent integer[] not null,
  delivered integer[] not null,
  failed integer[] not null,
  skipped integer[] not null,
  segments bigint[] not null,
  estimated_micros bigint[] not null,
  billed_micros bigint[] not null,
  cost_micros bigint[] not null,
  primary key (workspace_id, dimension, quarter)
);
call make_tenant_table('statistics_quarters', 'select, insert, update, delete', 'select');

-- The same by the day of the workspace's time zone: the quarters of each, added up.
create table statistics_days (
  workspace_id text collate "C" not null,
  dimension text collate "C" not null,
  day date not null,
  value text[] not null,
  channel text[] not null,
  class text[] not null,
  event_type text[] not null,
  currency text[] not null,
  messages integer[] not null,
  pending integer[] not null,
  sent integer[] not null,
  delivered integer[] not null,
  failed integer[] not null,
  skipped integer[] not null,
  segments bigint[] not null,
  estimated_micros bigint[] not null,
  billed_micros bigint[] not null,
  cost_micros bigint[] not null,
  primary key (workspace_id, dimension, day)
);
call make_tenant_table('statistics_days', 'select, insert, update, delete', 'select');

-- The first characters of ids that are made at a time (server/kit/id.ts).
create function statistics_slice(at timestamptz) returns text language sql stable as $$
  select 'msg_' || string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz', ((made >> (5 * place)) % 32)::integer + 1, 1), '' order by place desc)
  from (select (extract(epoch from greatest(at, 'epoch')) * 1000)::bigint >> 15 as made) t, generate_series(0, 6) as place
$$;

-- What whoever deletes old messages of a workspace calls first, in the same transaction: from then on nothing made before
-- `until` is counted again, so what was counted stays. False while something of it is not counted yet: then nothing may go.
-- Who was told what goes with the messages.
create function raise_statistics_floor(workspace text, until timestamptz) returns boolean language plpgsql as $$
declare
  state record;
  -- A quarter is counted whole or not at all.
  upto constant timestamptz := date_bin('15 minutes', until + interval '15 minutes' - interval '1 microsecond', 'epoch');
begin
  select * into state from statistics_state where workspace_id = workspace for update;
  if state.fill_before is not null
    or exists (select from statistics_touched where workspace_id = workspace and slice <= statistics_slice(upto)) then
    return false;
  end if;
  update statistics_state set floor = greatest(floor, upto) where workspace_id = workspace;
  delete from statistics_quarters where workspace_id = workspace and dimension = 'person' and quarter < upto;
  delete from statistics_days
  where workspace_id = workspace and dimension = 'person' and day < (upto at time zone state.time_zone)::date;
  return true;
end
$$;
