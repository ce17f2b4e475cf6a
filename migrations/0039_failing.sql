-- Workspaces whose texts nearly all fail for one cause, from when those who can mend it were told until texts go again.
-- Of the installation: that those do who send through its connection.
create table sms_failings (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  -- `code 30034`, `http 404`, `unreachable`: no words of anybody's.
  cause text not null check (length(cause) <= 40),
  inherited boolean not null,
  told_at timestamptz not null default now(),
  primary key (workspace_id)
);
call make_tenant_table('sms_failings', 'select', 'select, insert, delete');
