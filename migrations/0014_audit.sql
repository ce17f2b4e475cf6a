-- squawk-ignore-file require-concurrent-index-creation
-- Runs before the process serves anybody.

-- The chain: every entry once, numbered without gaps in each workspace. A hash covers its entry and the hash before it.
-- Append-only by its grants, as the entries are; it names them without a foreign key, so that a row whose entry was
-- taken away stays as evidence.
create table audit_chain (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  seq bigint not null check (seq > 0),
  entry_id text collate "C" not null,
  hash bytea not null,
  chained_at timestamptz not null default now(),
  primary key (workspace_id, seq)
);
create unique index audit_chain_entry on audit_chain (workspace_id, entry_id);
call make_tenant_table('audit_chain', 'select', 'select, insert');
grant select on audit_entries to handset_system;

-- What was committed and is not in the chain yet. Writers only add, so none waits for another; the chaining loop takes.
create table audit_unchained (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  at timestamptz not null,
  entry_id text collate "C" not null,
  primary key (workspace_id, at, entry_id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
call make_tenant_table('audit_unchained', 'select, insert', 'select, insert, delete');
create policy sign_in on audit_unchained for insert to handset_sign_in with check (true);
grant insert on audit_unchained to handset_sign_in;

-- By a trigger, so that no way of writing an entry passes the chain by. It runs as whoever writes the entry.
create function note_unchained() returns trigger language plpgsql as $$
begin
  insert into audit_unchained (workspace_id, at, entry_id) values (new.workspace_id, new.at, new.id);
  return null;
end
$$;
create trigger note_unchained after insert on audit_entries for each row execute function note_unchained();
insert into audit_unchained (workspace_id, at, entry_id) select workspace_id, at, id from audit_entries;

-- Each filter of the list is read off an index that has its rows in order of id.
create index audit_entries_actor on audit_entries (workspace_id, actor_id, id);
create index audit_entries_action on audit_entries (workspace_id, action, id);

-- How far the chain of each workspace is known outside.
create table audit_heads_sent (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  seq bigint not null,
  sent_at timestamptz not null default now(),
  primary key (workspace_id)
);
call make_tenant_table('audit_heads_sent', 'select', 'select, insert, update');

-- Where the heads of the chains go: the operator's choice.
create table audit_heads (
  singleton boolean primary key default true check (singleton),
  channel text check (channel in ('file', 'email', 'webhook')),
  -- A path, an address of mail, or a URL.
  destination text,
  secret_sealed bytea,
  -- What was sent before went elsewhere, so all heads are new to it.
  chosen_at timestamptz not null default now(),
  every_minutes integer not null default 60 check (every_minutes between 1 and 1440),
  due_at timestamptz not null default now(),
  -- While a worker is at it, the others leave it alone.
  taken_until timestamptz not null default '-infinity',
  sent_at timestamptz,
  tries smallint not null default 0,
  trouble text,
  trouble_since timestamptz,
  check ((channel is null) = (destination is null))
);
insert into audit_heads default values;
grant select, update on audit_heads to handset_system, handset_sign_in;
