-- squawk-ignore-file require-concurrent-index-creation, adding-foreign-key-constraint, constraint-missing-not-valid
-- Runs before the process serves anybody.

-- The installation's own settings are those of a workspace that nobody belongs to: the operator edits them by the same
-- routes and screens, sealed with a key of its own, and recorded in an audit log of its own.
insert into workspaces (workspace_id, name, slug) values ('ws_00000000000000000000000000', 'Installation', 'installation');
insert into sms_settings (workspace_id, revision) values ('ws_00000000000000000000000000', 0);

-- Every workspace has the row, so that one that inherits can be paused, switched off and redirected.
insert into sms_settings (workspace_id, revision) select workspace_id, 0 from workspaces on conflict do nothing;
create policy sign_in on sms_settings to handset_sign_in using (true);
grant select, insert on sms_settings to handset_sign_in;

-- What a workspace may know of the connection that it inherits: that there is one, and whether it can send. Its own
-- table, so that accepting a text reads nothing else of another workspace's; only the installation's own transaction
-- writes it.
create table inherited_channel (
  singleton boolean primary key default true check (singleton),
  connected boolean not null default false,
  has_sender boolean not null default false,
  -- Switched on above; what never was switched is off and says nothing to those who have a connection of their own.
  enabled boolean not null default false,
  switched_off boolean not null default false,
  own_settings_allowed boolean not null default true
);
insert into inherited_channel default values;
alter table inherited_channel enable row level security;
alter table inherited_channel force row level security;
create policy everybody on inherited_channel for select using (true);
create policy installation on inherited_channel for update to handset_tenant
  using (current_setting('handset.workspace') = 'ws_00000000000000000000000000');
grant select, update on inherited_channel to handset_tenant;
grant select on inherited_channel to handset_system, handset_sign_in;

-- Whose connection carried it: the workspace's own, or the one it inherited.
alter table attempts add column inherited boolean not null default false;

alter table workspaces add column sms_entitled boolean not null default true;
comment on column workspaces.sms_entitled is 'Off: SMS is not part of what this workspace may use, and it is told whom to ask.';

-- Roles that a workspace made by ticking permissions. members.role holds the name of a built-in role or the id of one.
create table roles (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  id text collate "C" not null,
  name text not null check (length(name) between 1 and 60),
  permissions text[] not null,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index roles_name on roles (workspace_id, lower(name));
call make_tenant_table('roles', 'select, insert, update, delete', 'select');
create policy sign_in on roles to handset_sign_in using (true);
grant select on roles to handset_sign_in;

-- From where: the caller's address as far as it can be told.
alter table audit_entries add column from_address text;
