-- squawk-ignore-file require-concurrent-index-creation, ban-drop-not-null
-- Runs before the process serves anybody.

-- Something that happened in the product that Handset belongs to. What it says is sealed: it quotes people's work.
-- Its workspace is held by the transaction that writes it; looking again for each of a thousand costs more than writing it.
create table events (
  workspace_id text collate "C" not null,
  id text collate "C" not null,
  -- The product's own.
  external_id text collate "C",
  -- What a repeat is known by: that id, or the key of the request and the place in it.
  known_by text collate "C",
  -- Of what came under a key: the same key with other content is a mistake.
  content_hash bytea,
  type text collate "C" not null,
  entity_type text collate "C" not null,
  entity_id text collate "C" not null,
  payload_sealed bytea not null,
  made_by_kind text not null,
  made_by_id text not null,
  made_by_name text not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null default now(),
  -- What came of it, once it was looked at: `nobody` fitted a trigger and reached no one.
  outcome text not null default 'waiting' check (outcome in ('waiting', 'no_trigger', 'nobody', 'reached', 'failed')),
  -- Which triggers fitted, who was told on which channels, and why others were not. Ids alone, no names.
  decision jsonb,
  trouble text,
  processed_at timestamptz,
  primary key (workspace_id, id)
) with (fillfactor = 70);
create unique index events_known_by on events (workspace_id, known_by) where known_by is not null;
create index events_by_type on events (workspace_id, type, id);
create index events_by_outcome on events (workspace_id, outcome, id);
create index events_of_entity on events (workspace_id, entity_type, entity_id, id);
call make_tenant_table('events', 'select, insert, update, delete', 'select, delete');

-- Events that were not looked at yet. Whoever looks deletes the row in the transaction that stores what came of it.
create table event_queue (
  workspace_id text collate "C" not null,
  id text collate "C" not null,
  due_at timestamptz not null default now(),
  -- How often looking at it failed.
  failures smallint not null default 0,
  primary key (workspace_id, id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);
call make_tenant_table('event_queue', 'select, insert, update, delete', 'select, delete');

-- Kinds of events that a workspace has beside the sixteen that every one has.
create table event_types (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  type text collate "C" not null,
  name text not null check (length(name) between 1 and 100),
  about text not null default '' check (length(about) <= 300),
  created_at timestamptz not null default now(),
  primary key (workspace_id, type)
);
call make_tenant_table('event_types', 'select, insert, update, delete', 'select');

-- Which events are told to whom, by which template.
create table triggers (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  id text collate "C" not null,
  name text not null check (length(name) between 1 and 100),
  active boolean not null default true,
  event_type text collate "C" not null,
  -- JsonLogic on entity, before, after and actor; null fits every event of the type.
  conditions jsonb,
  template text not null,
  recipients jsonb not null check (jsonb_typeof(recipients) = 'object'),
  -- Goes by the next channel where a text cannot go.
  urgent boolean not null default false,
  -- Of a reminder: so many days before the due date.
  days_ahead smallint check (days_ahead between 0 and 365),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index triggers_name on triggers (workspace_id, lower(name));
call make_tenant_table('triggers', 'select, insert, update, delete', 'select');

-- On which channels a person wants to hear of which events, where it is not as everybody starts: `{"mentioned:sms": true}`.
create table preferences (
  workspace_id text collate "C" not null,
  person_id text collate "C" not null,
  choices jsonb not null default '{}' check (jsonb_typeof(choices) = 'object'),
  changed_at timestamptz not null default now(),
  primary key (workspace_id, person_id),
  foreign key (workspace_id, person_id) references persons on delete cascade
);
call make_tenant_table('preferences', 'select, insert, update, delete', 'select');

-- What stands in a person's inbox: the message itself, and what they did with it.
create table inbox_items (
  workspace_id text collate "C" not null,
  person_id text collate "C" not null,
  message_id text collate "C" not null,
  read_at timestamptz,
  archived_at timestamptz,
  primary key (workspace_id, person_id, message_id),
  foreign key (workspace_id, person_id) references persons on delete cascade
) with (fillfactor = 80);
create index inbox_items_unread on inbox_items (workspace_id, person_id, message_id)
  where read_at is null and archived_at is null;
call make_tenant_table('inbox_items', 'select, insert, update, delete', 'select');

-- A message is to a person where an event caused it, by one trigger and one version of a template. What is mailed has an
-- address instead of a number; what stands in an inbox has neither, and both are no texts to be counted in segments.
alter table messages
  add column person_id text collate "C",
  add column event_id text collate "C",
  add column trigger_id text collate "C",
  add column template text,
  alter column to_hash drop not null,
  alter column to_sealed drop not null,
  alter column encoding drop not null;
alter table messages add constraint messages_text check (
  channel <> 'sms' or (encoding is not null and (to_hash is not null or skip_reason = 'no_phone'))) not valid;
create index messages_of_person on messages (workspace_id, person_id, id) where person_id is not null;
create index messages_of_event on messages (workspace_id, event_id, id) where event_id is not null;
