-- squawk-ignore-file require-concurrent-index-creation
-- Runs before the process serves anybody.

-- How long a workspace keeps its history, and how far deleting what is older has got.
create table retention (
  workspace_id text collate "C" primary key references workspaces on delete cascade,
  -- Null: for ever.
  days integer check (days between 30 and 7300),
  next_at timestamptz not null default now(),
  -- The run under way, if there is one: begun with so many days, and what it has deleted so far.
  run_days integer,
  through timestamptz,
  started_at timestamptz,
  step text check (step in ('messages', 'replies', 'events')),
  -- The last id that was looked at in this step.
  after_id text collate "C" not null default '',
  counts jsonb not null default '{}',
  -- Of all runs that ended.
  totals jsonb not null default '{}',
  constraint retention_run_whole check ((through is null) = (step is null) and (through is null) = (run_days is null))
) with (fillfactor = 70);
create index retention_due on retention (next_at) where days is not null or through is not null;
call make_tenant_table('retention', 'select, insert, update', 'select, update');

-- The proof: what each run deleted, and what of that age it found afterwards.
create table retention_runs (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  id text collate "C" not null,
  days integer not null,
  through timestamptz not null,
  counts jsonb not null,
  -- What had to stay, each counted up to 10,001.
  stays jsonb not null,
  nothing_older boolean not null,
  started_at timestamptz not null,
  checked_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
call make_tenant_table('retention_runs', 'select', 'select, insert');

-- Nobody who answers a request may take history away: the loop alone does.
grant delete on messages, attempts, receipts, inbound_texts, inbox_items to handset_system;
grant update on statistics_state to handset_system;
grant delete on statistics_quarters, statistics_days to handset_system;
