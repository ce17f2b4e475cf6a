-- squawk-ignore-file require-concurrent-index-creation, constraint-missing-not-valid
-- Runs before the process serves anybody.

-- Where texts to the senders of a connection go, as the provider said when it was last asked: one row for each number,
-- short code or service that decides it, and what stood there before it was pointed here.
create table reply_routes (
  workspace_id text collate "C" not null,
  connection_id text collate "C" not null,
  -- The provider's.
  sid text collate "C" not null,
  kind text not null check (kind in ('phone_number', 'short_code', 'messaging_service', 'alphanumeric')),
  value text not null,
  name text,
  -- Those whose texts go this way.
  numbers text[] not null,
  goes text not null check (goes in ('address', 'sample', 'nothing', 'dropped', 'application', 'unreadable', 'cannot_receive')),
  application text,
  -- An address may hold a secret.
  setting_sealed bytea,
  -- The address is one of ours that belongs to another connection of the same account.
  shared boolean not null default false,
  -- Of the sender that is used now; one that is not is kept while there is something to put back.
  in_use boolean not null default true,
  before_sealed bytea,
  pointed_at timestamptz,
  pointed_by text,
  primary key (workspace_id, connection_id, sid),
  foreign key (workspace_id, connection_id) references connections on delete cascade,
  constraint reply_routes_pointed check ((before_sealed is null) = (pointed_at is null))
);
call make_tenant_table('reply_routes', 'select, insert, update, delete', 'select, insert, update, delete');

alter table connections
  add column replies_looked_at timestamptz,
  -- Why the provider did not say, when it was last asked; null where it did.
  add column replies_trouble text,
  -- Where there is no public address, texts that came in are asked for: when next, and from when on.
  add column replies_poll_at timestamptz,
  add column replies_polled_to timestamptz;

-- The last text to one of our numbers.
create index inbound_texts_sent_to on inbound_texts (workspace_id, sent_to, id);
