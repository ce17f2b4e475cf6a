-- squawk-ignore-file require-concurrent-index-creation, adding-foreign-key-constraint, constraint-missing-not-valid
-- Runs before the process serves anybody.

-- Looked at by its owner, who wants to know whether it is still in use; written every few minutes at most.
alter table auth_sessions add column seen_at timestamptz not null default now();

-- Who somebody is to a provider is told by its issuer and subject alone, and that is one person.
create unique index auth_accounts_identity on auth_accounts (provider_id, account_id);

-- How a workspace's people sign in by a provider of its own (OpenID Connect).
create table sso_connections (
  workspace_id text collate "C" primary key references workspaces on delete cascade,
  issuer text not null,
  client_id text not null,
  client_secret_sealed bytea not null,
  client_secret_at timestamptz not null default now(),
  client_secret_by text not null,
  -- Of those whom it brings in: a built-in role's name or the id of one of the workspace's own.
  role text not null,
  -- Members at its domains sign in by it alone, but for owners.
  required boolean not null default false,
  -- Some providers leave out whether they verified an address; that they say it is not verified is never passed over.
  accept_unsaid boolean not null default false,
  changed_at timestamptz not null default now()
);
call make_tenant_table('sso_connections', 'select, insert, update, delete', 'select');
create policy sign_in on sso_connections to handset_sign_in using (true);
grant select on sso_connections to handset_sign_in;

-- A claim that people with addresses at a domain belong to the workspace. It counts once the operator confirmed it: a
-- workspace's own transactions may claim and take back, and have no right to write the rest.
create table sso_domains (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  domain text collate "C" not null check (domain = lower(domain)),
  claimed_at timestamptz not null default now(),
  confirmed_at timestamptz,
  confirmed_by text,
  primary key (workspace_id, domain)
);
create unique index sso_domains_confirmed on sso_domains (domain) where confirmed_at is not null;
call make_tenant_table('sso_domains', 'select, insert (workspace_id, domain), delete', 'select');
create policy sign_in on sso_domains to handset_sign_in using (true);
grant select, update (confirmed_at, confirmed_by) on sso_domains to handset_sign_in;
