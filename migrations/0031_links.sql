-- squawk-ignore-file require-concurrent-index-creation
-- Runs before the process serves anybody.

-- A short way to an address of the product, one for each notification, so that it is known who followed theirs.
create table links (
  workspace_id text collate "C" not null,
  -- Chance, and nothing else: whoever guesses one sees an address that asks them to sign in.
  code text collate "C" not null,
  target text not null check (target like 'https://%'),
  group_id text collate "C" not null,
  person_id text collate "C",
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- By people, as far as that can be told.
  clicks integer not null default 0,
  first_click_at timestamptz,
  last_click_at timestamptz,
  primary key (workspace_id, code)
) with (fillfactor = 80);
-- An address names no workspace, so a code is one of the whole installation.
create unique index links_code on links (code);
create index links_of_group on links (workspace_id, group_id);
create index links_expired on links (expires_at);
call make_tenant_table('links', 'select, insert', 'select, update, delete');
