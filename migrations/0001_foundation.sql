-- Roles, the way a tenant table is made, and what belongs to the installation or to signing in.
-- Roles belong to the whole server, so another Handset on the same one may have made them already.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['handset_tenant', 'handset_system', 'handset_sign_in'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin nobypassrls', wanted);
      exception when duplicate_object or unique_violation then
        null;
      end;
    end if;
    if not pg_has_role(current_user, wanted, 'set') then
      execute format('grant %I to current_user', wanted);
    end if;
  end loop;
end
$$;

grant usage on schema public to handset_tenant, handset_system, handset_sign_in;

-- A tenant's transaction sees its own workspace; a system transaction sees all and joins on workspace_id itself.
create procedure make_tenant_table(name regclass, tenant_rights text, system_rights text)
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format('create policy tenant on %s to handset_tenant using (workspace_id = current_setting(''handset.workspace''))', name);
  execute format('create policy system on %s to handset_system using (true)', name);
  execute format('grant %s on %s to handset_tenant', tenant_rights, name);
  execute format('grant %s on %s to handset_system', system_rights, name);
end
$$;

create table installation (
  singleton boolean primary key default true check (singleton),
  key_check bytea not null,
  pepper bytea not null,
  setup_token_hash bytea,
  set_up_at timestamptz,
  public_url text,
  mail_sealed bytea,
  mail_from text,
  mail_checked_at timestamptz,
  created_at timestamptz not null default now()
);
grant select, insert, update on installation to handset_sign_in;

create table auth_users (
  id text collate "C" primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  operator boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table auth_sessions (
  id text collate "C" primary key,
  user_id text collate "C" not null references auth_users on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index auth_sessions_user on auth_sessions (user_id);

create table auth_accounts (
  id text collate "C" primary key,
  user_id text collate "C" not null references auth_users on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index auth_accounts_user on auth_accounts (user_id);

create table auth_verifications (
  id text collate "C" primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index auth_verifications_identifier on auth_verifications (identifier);

create table auth_rate_limits (
  id text collate "C" primary key,
  key text not null unique,
  count integer not null,
  last_request bigint not null
);

grant select, insert, update, delete
  on auth_users, auth_sessions, auth_accounts, auth_verifications, auth_rate_limits to handset_sign_in;

create table workspaces (
  workspace_id text collate "C" primary key,
  name text not null check (length(name) between 1 and 100),
  slug text not null unique,
  time_zone text not null default 'UTC',
  suspended_at timestamptz,
  created_at timestamptz not null default now()
);
call make_tenant_table('workspaces', 'select, update', 'select');

create table workspace_keys (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  version smallint not null,
  wrapped bytea not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, version)
);
call make_tenant_table('workspace_keys', 'select, insert', 'select');

create table members (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  user_id text collate "C" not null references auth_users on delete cascade,
  role text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, user_id)
);
create index members_user on members (user_id);
call make_tenant_table('members', 'select, insert, update, delete', 'select');

create table api_keys (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  id text collate "C" not null,
  name text not null,
  -- The part of the key that may be shown; the rest is kept only as a hash.
  prefix text not null unique,
  secret_hash bytea not null,
  permissions text[] not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
call make_tenant_table('api_keys', 'select, insert, update, delete', 'select');

create policy sign_in on workspaces to handset_sign_in using (true);
create policy sign_in on members to handset_sign_in using (true);
create policy sign_in on api_keys to handset_sign_in using (true);
grant select, insert on workspaces to handset_sign_in;
grant select, insert on members to handset_sign_in;
grant select on api_keys to handset_sign_in;
grant update (last_used_at) on api_keys to handset_sign_in;

create table audit_entries (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  id text collate "C" not null,
  at timestamptz not null default now(),
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  action text not null,
  target text not null,
  changes jsonb not null default '{}',
  primary key (workspace_id, id)
);
create index audit_entries_target on audit_entries (workspace_id, target, id);
call make_tenant_table('audit_entries', 'select, insert', 'insert');
-- Set-up and the installation's own settings are recorded in the transaction that makes them.
create policy sign_in on audit_entries for insert to handset_sign_in with check (true);
grant insert on audit_entries to handset_sign_in;

create table idempotency_keys (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  key text not null,
  request_hash bytea not null,
  -- Null while the first request is still at work.
  status smallint,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (workspace_id, key)
);
create index idempotency_keys_age on idempotency_keys using brin (created_at);
call make_tenant_table('idempotency_keys', 'select, insert, update, delete', 'select, delete');
