-- squawk-ignore-file require-concurrent-index-creation
-- Runs before the process serves anybody.

-- What is urgent goes by the next channel where it could not go by its own: by which, or why by none, and the message that
-- went. Null until that was looked at.
alter table messages
  add column urgent boolean not null default false,
  add column fell_to text,
  add column instead_by text collate "C";
-- Of these there are few at any time: each leaves as it is looked at, and what is not urgent never comes in.
create index messages_to_fall_through on messages (id)
  where urgent and fell_to is null and filed in ('failed', 'undelivered', 'expired', 'skipped');

-- Of which events no alert is mailed any more, urgent or not, since when; under `*` of all. By the links of mails, which
-- work without a sign-in: `{"mentioned": "2026-03-12T14:02:00Z"}`.
alter table preferences add column mail_stopped jsonb not null default '{}';

-- While somebody tries things out, the mails of a workspace's messages go to one address.
create table email_settings (
  workspace_id text collate "C" primary key references workspaces on delete cascade,
  redirect_sealed bytea,
  redirect_enabled boolean not null default false,
  redirect_since timestamptz,
  redirect_by text,
  -- Null: until somebody turns it off.
  redirect_until timestamptz
);
call make_tenant_table('email_settings', 'select, insert, update, delete', 'select, update, delete');
