-- What is mailed to people. A row is one mail to one address; where no mail server is set, the rows are the mailbox that
-- the operator reads.
create table mails (
  id text collate "C" primary key,
  recipient text not null,
  subject text not null,
  -- Gone once the mail is out of the house.
  text_sealed bytea,
  -- `sending` is written before the server is asked: of a worker that dies there, nobody knows whether it was taken, and
  -- it is not sent again.
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'failed', 'kept')),
  tries smallint not null default 0,
  due_at timestamptz not null default now(),
  -- Later it would tell what is no longer so.
  not_after timestamptz not null,
  trouble text,
  created_at timestamptz not null default now()
);
create index mails_due on mails (due_at) where state = 'waiting';
grant select, insert, update on mails to handset_system;

-- The pause of sending that people were told about, by when it began; null when they know of none.
alter table sms_settings add column waiting_told timestamptz;
-- squawk-ignore require-concurrent-index-creation
create index sms_settings_to_tell on sms_settings (workspace_id) where waiting_told is distinct from waiting_since;

-- When tests were sent in the last minute: counted and refused in one statement, so that no two slip through together.
alter table workspaces add column tests_at timestamptz[] not null default '{}';
