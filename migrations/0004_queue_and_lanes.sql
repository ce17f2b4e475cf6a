-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion, adding-field-with-default
-- Runs before the process serves anybody, in one transaction, which `concurrently` cannot be part of.

-- A text waits where it has a row in the queue, and only there. The message itself is not written to when it is begun:
-- what it costs to send is counted in rows and index entries.
create table queue (
  workspace_id text collate "C" not null,
  id text collate "C" not null,
  lane text collate "C" not null,
  segments smallint not null,
  due_at timestamptz not null,
  not_after timestamptz not null,
  -- How many workers died while they began it. From two on it is handled alone, at three it is set aside.
  crashes smallint not null default 0,
  primary key (workspace_id, id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);
create index queue_order on queue (workspace_id, lane, due_at, id);
create index queue_expiry on queue (not_after);
create index queue_suspects on queue (crashes) where crashes >= 2;
call make_tenant_table('queue', 'select, insert, update, delete', 'select, insert, update, delete');

insert into queue (workspace_id, id, lane, segments, due_at, not_after)
select workspace_id, id, lane, segments, due_at, not_after from messages where status = 'queued';

drop index messages_queue;
drop index messages_expiry;

-- Where the history files a message. That a text was handed over changes nothing here, so that update touches no index
-- (and finds room beside the old row); 20 µs of database a text. What a webhook took stays `sent` for good.
drop index messages_by_class;
alter table messages set (fillfactor = 50);
alter table messages add column filed text not null generated always as (
  case when status = 'queued' or (status = 'sent' and provider is distinct from 'webhook') then 'open' else status end) stored;
create index messages_filed on messages (workspace_id, class, filed, id);

-- Their parents are held by the transaction that writes them, and looking again cost 7 µs and a row lock each. What
-- belongs to a workspace goes with it by its own statement.
alter table messages drop constraint messages_workspace_id_fkey;
alter table attempts drop constraint attempts_workspace_id_message_id_fkey;
alter table receipts drop constraint receipts_workspace_id_message_id_n_fkey;
alter table idempotency_keys drop constraint idempotency_keys_workspace_id_fkey;

alter table messages add column failures smallint not null default 0;
comment on column messages.failures is 'Hand-overs that a gateway answered with 5xx; too many requests is not one.';

alter table attempts add column sender text;
alter table attempts add column redirected_sealed bytea;

-- What a lane sends from at present, so that the claim need not ask the settings.
alter table lanes add column account text not null default '';
alter table lanes add column sender text not null default '';

-- How fast a sender may go, in segments a second, for all workspaces that use it. No tenant's: an inherited sender has
-- one pace. `next_at` is when it may go on; null for `segments_per_second` is as fast as the provider takes them.
create table paces (
  account text collate "C" not null,
  sender text collate "C" not null,
  segments_per_second real check (segments_per_second > 0),
  next_at timestamptz not null default '-infinity',
  changed_at timestamptz not null default now(),
  primary key (account, sender)
) with (fillfactor = 50);
grant select, insert, update on paces to handset_system;

-- Who is at work. A worker that has not been seen for half a minute is taken for dead, and what it began is in doubt.
create table workers (
  id text collate "C" primary key,
  host text not null,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  ended_at timestamptz,
  -- Texts it is beginning: whichever of them it dies of.
  beginning text[] not null default '{}',
  last_claim_at timestamptz,
  last_look_at timestamptz
) with (fillfactor = 50);
create index workers_alive on workers (seen_at) where ended_at is null;
grant select, insert, update, delete on workers to handset_system;
grant select on workers to handset_sign_in;
create index lanes_account on lanes (account);
