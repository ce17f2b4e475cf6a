-- squawk-ignore-file require-concurrent-index-creation
-- Runs before the process serves anybody.

-- Messages that have to go by mail. Where to and what they say stands sealed in the message; the row goes when it ended.
create table message_mails (
  workspace_id text collate "C" not null,
  message_id text collate "C" not null,
  -- `sending` is written before the server is asked: of a worker that dies there, nobody knows whether it was taken.
  state text not null default 'waiting' check (state in ('waiting', 'sending')),
  tries smallint not null default 0,
  due_at timestamptz not null default now(),
  not_after timestamptz not null,
  primary key (workspace_id, message_id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);
create index message_mails_due on message_mails (state, due_at);
call make_tenant_table('message_mails', 'select, insert, delete', 'select, update, delete');
