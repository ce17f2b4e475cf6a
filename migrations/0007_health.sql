-- Figures of the last two days, one row a minute, for the charts of the health screen and for alarms about what should
-- have come and did not. What stood at the beginning of the minute is written by whichever process has it first; what
-- happened is added up by all. Nobody's data: counts alone.
create table health_minutes (
  minute timestamptz primary key,
  waiting integer not null,
  oldest_due_seconds integer not null,
  in_doubt integer not null,
  accepted integer not null default 0,
  rejected integer not null default 0,
  not_sent integer not null default 0,
  unknown integer not null default 0,
  by_callback integer not null default 0,
  by_listing integer not null default 0,
  by_person integer not null default 0,
  doubles integer not null default 0,
  called_back integer not null default 0,
  asked integer not null default 0,
  refused integer not null default 0,
  -- How many took how long, by the steps of server/kit/metrics.ts.
  waits integer[] not null default '{}',
  transactions integer[] not null default '{}'
);
grant select, insert, update, delete on health_minutes to handset_system;
