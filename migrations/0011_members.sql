-- squawk-ignore-file require-concurrent-index-creation
-- Runs before the process serves anybody.

-- Somebody was asked to join. The row goes when they do, when it is withdrawn, and a while after it expired.
create table invitations (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  id text collate "C" not null,
  -- In lower case, as the addresses of those who sign in are.
  email text not null check (length(email) between 3 and 200),
  -- The name of a built-in role or the id of one of the workspace's own.
  role text not null,
  -- The token itself is in the link and nowhere else.
  token_hash bytea not null,
  -- Whether the link went to the address itself, so that following it proves the address.
  mailed boolean not null,
  -- Who vouches for it now: a person or a key.
  invited_by text not null,
  invited_by_name text not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (workspace_id, id)
);
create unique index invitations_email on invitations (workspace_id, email);
create unique index invitations_token on invitations (token_hash);
create index invitations_role on invitations (workspace_id, role);
call make_tenant_table('invitations', 'select, insert, update, delete', 'select');
-- Whoever follows the link is nobody's yet.
create policy sign_in on invitations to handset_sign_in using (true);
grant select, delete on invitations to handset_sign_in;
-- Whoever came in by another door meanwhile is raised to what they were invited to.
grant update (role) on members to handset_sign_in;

-- Changes of one workspace's members, roles and invitations take turns at this row: of two that would each leave another
-- owner behind, the second sees what the first left. It also counts how many invitations went out on a day.
create table member_turns (
  workspace_id text collate "C" primary key references workspaces on delete cascade,
  invited_on date not null default current_date,
  invited smallint not null default 0
);
call make_tenant_table('member_turns', 'select, insert, update', 'select');
create policy sign_in on member_turns to handset_sign_in using (true);
grant select, insert, update on member_turns to handset_sign_in;

-- Who has a role, owners above all.
create index members_role on members (workspace_id, role);
