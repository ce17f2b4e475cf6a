-- squawk-ignore-file require-concurrent-index-creation, constraint-missing-not-valid
-- Runs before the process serves anybody, on tables with a row for each workspace.

alter table workspaces
  add column language text not null default 'en',
  add column support_contact text,
  -- Who made it: of these each person may have only so many. Null for those of before, which nobody's limit counts.
  add column created_by text,
  add column suspended_why text,
  -- Marked for deletion: nothing is sent any more, and until then everything is still there and can be kept.
  add column delete_after timestamptz,
  -- From here on there is no way back. What went so far is counted in the transaction that deletes it.
  add column erasing_since timestamptz,
  add column erased jsonb not null default '{}',
  add constraint installation_stays check (
    workspace_id <> 'ws_00000000000000000000000000' or (suspended_at is null and delete_after is null)),
  add constraint erased_only_when_marked check (erasing_since is null or delete_after is not null);
create index workspaces_created_by on workspaces (created_by) where created_by is not null;
create index workspaces_suspended on workspaces (workspace_id) where suspended_at is not null;
create index workspaces_not_entitled on workspaces (workspace_id) where not sms_entitled;
create index workspaces_deleting on workspaces (delete_after) where delete_after is not null;
create index workspaces_erasing on workspaces (erasing_since) where erasing_since is not null;

alter table installation
  add column new_workspaces text not null default 'operator' check (new_workspaces in ('operator', 'anybody')),
  add column workspaces_per_person smallint not null default 3 check (workspaces_per_person between 1 and 1000),
  add column deletion_grace_days smallint not null default 14 check (deletion_grace_days between 1 and 365),
  add column access_contact text;

-- A workspace names itself; whether it may send, and whether it goes, is not written by its own transactions.
revoke update on workspaces from handset_tenant;
grant update (name, slug, time_zone, language, support_contact, tests_at) on workspaces to handset_tenant;
grant update (suspended_at, suspended_why, sms_entitled, delete_after) on workspaces to handset_sign_in;
grant update (erasing_since) on workspaces to handset_system;
-- Whoever marks or suspends tells the members in the same transaction.
grant insert on mails to handset_sign_in;

-- The only role that may take away what others may only add to, the audit log above all: and of a workspace that is
-- being erased alone.
do $$
begin
  if not exists (select from pg_roles where rolname = 'handset_erase') then
    begin
      create role handset_erase nologin nobypassrls;
    exception when duplicate_object or unique_violation then
      null;
    end;
  end if;
  if not pg_has_role(current_user, 'handset_erase', 'set') then
    grant handset_erase to current_user;
  end if;
end
$$;
grant usage on schema public to handset_erase;

create procedure make_erasable(name regclass)
language plpgsql as $$
begin
  execute format('create policy erase on %s to handset_erase using (workspace_id = current_setting(''handset.workspace'')'
    ' and exists (select from workspaces w where w.workspace_id = current_setting(''handset.workspace'')'
    ' and w.erasing_since is not null))', name);
  execute format('grant select, delete on %s to handset_erase', name);
end
$$;

-- As before, and with a way to be erased: no later table can be without it.
create or replace procedure make_tenant_table(name regclass, tenant_rights text, system_rights text)
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format('create policy tenant on %s to handset_tenant using (workspace_id = current_setting(''handset.workspace''))', name);
  execute format('create policy system on %s to handset_system using (true)', name);
  execute format('grant %s on %s to handset_tenant', tenant_rights, name);
  execute format('grant %s on %s to handset_system', system_rights, name);
  call make_erasable(name);
end
$$;

create policy erase on workspaces to handset_erase
  using (workspace_id = current_setting('handset.workspace') and erasing_since is not null);
grant select, delete, update (erased) on workspaces to handset_erase;

do $$
declare
  one record;
begin
  for one in
    select c.oid::regclass as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'workspaces'
  loop
    call make_erasable(one.name);
  end loop;
end
$$;
