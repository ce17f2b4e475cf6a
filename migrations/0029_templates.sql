-- squawk-ignore-file require-concurrent-index-creation
-- Runs before the process serves anybody.

-- How a workspace words its templates. Rows are only added, since a message in the queue names the version that it was
-- made of; the newest of a template counts. One without words stands for going back to the catalog's.
create table template_versions (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  template_key text collate "C" not null check (length(template_key) between 1 and 60),
  version int not null check (version > 0),
  email_subject text check (length(email_subject) between 1 and 500),
  email_body text check (length(email_body) between 1 and 10000),
  -- Null: what a text says is the catalog's.
  sms_wording text check (length(sms_wording) between 1 and 500),
  made_at timestamptz not null default now(),
  made_by text not null,
  primary key (workspace_id, template_key, version),
  constraint template_versions_whole check (
    (email_subject is null) = (email_body is null) and (email_subject is not null or sms_wording is null)
  )
);
call make_tenant_table('template_versions', 'select, insert', 'select');

-- What of an item may stand in texts, and how long they may be: the workspace's own, whoever's provider sends them.
alter table sms_settings
  add column titles_in_texts boolean not null default false,
  add column alert_segments smallint not null default 2 check (alert_segments between 1 and 10);
