-- squawk-ignore-file require-concurrent-index-creation
-- Runs before the process serves anybody.

-- A file of people on its way into the directory.
create table imports (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  id text collate "C" not null,
  state text not null default 'waiting'
    check (state in ('waiting', 'ready', 'checking', 'importing', 'done', 'cancelled', 'failed', 'expired')),
  file_name text not null check (length(file_name) <= 200),
  -- Which of the uploads counts: the last that was begun.
  upload text collate "C",
  size_bytes bigint,
  encoding text,
  delimiter text,
  has_header boolean,
  -- In the order of the file: the name, what it becomes, and the country of numbers without one.
  columns jsonb not null default '[]',
  rows integer,
  -- Of the run under way or the last one; kept in the transaction that writes its people.
  rows_done integer not null default 0,
  counts jsonb not null default '{}',
  -- What the last dry run said.
  checked jsonb,
  trouble text,
  -- Who is at it, and until when nobody else may be; by the database's clock.
  lease text collate "C",
  leased_until timestamptz,
  -- Begun since the last rows that were written: what fails again and again is given up.
  tries smallint not null default 0,
  by_kind text not null,
  by_id text collate "C" not null,
  by_name text not null,
  by_address text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (workspace_id, id)
);
create index imports_due on imports (state, started_at) where state in ('checking', 'importing');
create index imports_left on imports (created_at) where state in ('waiting', 'ready');
call make_tenant_table('imports', 'select, insert, update', 'select, update');

-- The file, sealed piece by piece, until it is read.
create table import_chunks (
  workspace_id text collate "C" not null,
  import_id text collate "C" not null,
  upload text collate "C" not null,
  n integer not null,
  sealed bytea not null,
  primary key (workspace_id, import_id, upload, n),
  foreign key (workspace_id, import_id) references imports on delete cascade
);
call make_tenant_table('import_chunks', 'select, insert, delete', 'select, delete');

-- What was wrong with a line, and never what stood there.
create table import_problems (
  workspace_id text collate "C" not null,
  import_id text collate "C" not null,
  run text not null check (run in ('checking', 'importing')),
  line integer not null,
  kind text collate "C" not null,
  -- The column's name in the file, and the line that says the same.
  named text,
  other_line integer,
  primary key (workspace_id, import_id, run, line, kind),
  foreign key (workspace_id, import_id) references imports on delete cascade
);
call make_tenant_table('import_problems', 'select, insert, delete', 'select, delete');

-- Managers who may stand on a later line, until all lines are read.
create table import_managers (
  workspace_id text collate "C" not null,
  import_id text collate "C" not null,
  line integer not null,
  person_id text collate "C" not null,
  manager text collate "C" not null,
  primary key (workspace_id, import_id, line),
  foreign key (workspace_id, import_id) references imports on delete cascade
);
call make_tenant_table('import_managers', 'select, insert, delete', 'select, delete');
