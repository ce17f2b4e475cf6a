-- squawk-ignore-file require-concurrent-index-creation
-- Runs before the process serves anybody.

-- The last one-time code that somebody was sent. A new one takes its place, so at most one is good at any time.
create table codes (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  -- What it is for, and whose it is.
  purpose text not null check (purpose in ('phone')),
  subject text collate "C" not null,
  number_hash bytea not null,
  number_sealed bytea not null,
  -- Under the installation's pepper: six digits would be guessed from a plain hash in no time.
  code_hash bytea not null,
  tries smallint not null default 0,
  -- How many were asked for in a row, which the wait for the next one grows with.
  sends smallint not null default 1,
  sent_at timestamptz not null default now(),
  resend_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (workspace_id, purpose, subject)
);
create index codes_expired on codes (expires_at);
call make_tenant_table('codes', 'select, insert, update, delete', 'select, delete');

-- What somebody was told when they said yes to texts, and when, how and from where they did.
create table opt_ins (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  id text collate "C" not null,
  number_hash bytea not null,
  -- The person, as long as the directory knows them.
  person_id text collate "C",
  source text not null check (source in ('confirmed', 'import', 'api')),
  wording text not null,
  -- Of the wording: the beginning of its hash.
  wording_version text not null,
  from_address text,
  at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create index opt_ins_number on opt_ins (workspace_id, number_hash, id);
call make_tenant_table('opt_ins', 'select, insert', 'select');

-- Whether somebody wants texts at all, beside what they choose for each event.
alter table persons add column sms_on boolean not null default true;
