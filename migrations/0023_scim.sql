-- squawk-ignore-file require-concurrent-index-creation
-- Runs before the process serves anybody.

-- What a directory shows to be let in to /scim/v2 of one workspace. The token names its workspace, so it is found there
-- and nowhere else.
create table scim_tokens (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  id text collate "C" not null,
  name text not null check (length(name) between 1 and 100),
  -- The last characters, by which people tell one from another.
  ending text not null,
  secret_hash bytea not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index scim_tokens_secret on scim_tokens (workspace_id, secret_hash);
call make_tenant_table('scim_tokens', 'select, insert, update, delete', 'select');

-- Persons whom the directory keeps, as it wrote them, sealed since numbers are in it. The columns beside it are what may be
-- asked for; those that are compared whatever their case are in lower case.
create table scim_users (
  workspace_id text collate "C" not null,
  person_id text collate "C" not null,
  user_name text collate "C" not null check (length(user_name) between 1 and 320),
  external_id text collate "C",
  display_name text collate "C",
  email text collate "C",
  active boolean not null,
  resource_sealed bytea not null,
  -- Whom the directory calls the manager, while nobody here is known by it.
  awaited_manager text collate "C",
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, person_id),
  foreign key (workspace_id, person_id) references persons on delete cascade
);
create unique index scim_users_name on scim_users (workspace_id, user_name);
create index scim_users_external on scim_users (workspace_id, external_id) where external_id is not null;
create index scim_users_email on scim_users (workspace_id, email) where email is not null;
create index scim_users_display on scim_users (workspace_id, display_name) where display_name is not null;
create index scim_users_manager on scim_users (workspace_id, awaited_manager) where awaited_manager is not null;
call make_tenant_table('scim_users', 'select, insert, update, delete', 'select');
