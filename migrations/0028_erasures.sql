-- squawk-ignore-file require-concurrent-index-creation
-- Runs before the process serves anybody.

-- Numbers that were somebody's before the one they have now: what was texted there is erased with them too.
create table former_numbers (
  workspace_id text collate "C" not null,
  person_id text collate "C" not null,
  number_hash bytea not null,
  primary key (workspace_id, person_id, number_hash),
  foreign key (workspace_id, person_id) references persons on delete cascade
);
create index former_numbers_number on former_numbers (workspace_id, number_hash);
call make_tenant_table('former_numbers', 'select, insert', 'select');

-- Somebody who was taken out of the directory, as long as anything that was texted to them is left.
create table erasures (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  person_id text collate "C" not null,
  -- Hashes of all numbers they had, and of those among them that nobody else has or had.
  numbers bytea[] not null,
  own bytea[] not null,
  -- Makes of a hash what nobody can tell from chance once this row is gone.
  salt bytea not null,
  -- What is looked for in files that wait to be imported.
  sought_sealed bytea not null,
  looked_for_at timestamptz,
  -- What went so far.
  texts integer not null default 0,
  replies integer not null default 0,
  marked_at timestamptz not null default now(),
  look_at timestamptz not null default now(),
  primary key (workspace_id, person_id)
);
create index erasures_due on erasures (look_at);
call make_tenant_table('erasures', 'select, insert', 'select, update, delete');

-- What people texted is changed by nobody; of a person who is erased it is made unreadable.
grant update (from_hash, from_sealed, body_sealed) on inbound_texts to handset_system;
grant delete on opt_ins to handset_system;
