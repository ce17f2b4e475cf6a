-- Settings, consent, money, and the life of a message.

-- One row for each provider a workspace has ever connected: switching keeps the other's.
create table connections (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  id text collate "C" not null,
  provider text not null check (provider in ('twilio', 'simulator', 'webhook')),
  account_sid text,
  account_name text,
  account_kind text not null default 'unknown' check (account_kind in ('full', 'trial', 'unknown')),
  credentials_kind text check (credentials_kind in ('auth_token', 'api_key')),
  api_key_sid text,
  -- JSON of the secrets, sealed as one; when each was set and by whom stands beside it in the clear.
  secrets_sealed bytea,
  secrets_set jsonb not null default '{}',
  previous_token_sealed bytea,
  previous_token_until timestamptz,
  webhook_url_sealed bytea,
  drops_repeats boolean not null default true,
  -- When the provider was last asked about credentials and sender, and what it had against them: null for nothing.
  checked_at timestamptz,
  check_problem jsonb,
  changed_at timestamptz not null default now(),
  changed_by text,
  primary key (workspace_id, id),
  unique (workspace_id, provider)
);
call make_tenant_table('connections', 'select, insert, update, delete', 'select, update');

create table senders (
  workspace_id text collate "C" not null,
  id text collate "C" not null,
  connection_id text collate "C" not null,
  kind text not null check (kind in ('phone_number', 'short_code', 'messaging_service', 'alphanumeric')),
  value text not null,
  name text,
  country text,
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, connection_id, kind, value),
  foreign key (workspace_id, connection_id) references connections on delete cascade
);
create unique index senders_default on senders (workspace_id, connection_id) where is_default;
call make_tenant_table('senders', 'select, insert, update, delete', 'select');

-- The workspace part of the SMS settings.
create table sms_settings (
  workspace_id text collate "C" primary key references workspaces on delete cascade,
  connection_id text collate "C",
  enabled boolean not null default false,
  organization_number text,
  name_in_texts text check (length(name_in_texts) <= 100),
  redirect_sealed bytea,
  redirect_enabled boolean not null default false,
  redirect_until timestamptz,
  redirect_since timestamptz,
  redirect_by text,
  -- Why every text waits: the provider refuses the account, not the text. Null when sending.
  waiting text check (waiting in ('bad_credentials', 'account')),
  waiting_code integer,
  waiting_since timestamptz,
  waiting_next_look_at timestamptz,
  revision integer not null default 1,
  enabled_at timestamptz,
  enabled_by text,
  changed_at timestamptz not null default now(),
  changed_by text,
  foreign key (workspace_id, connection_id) references connections,
  check (not redirect_enabled or redirect_sealed is not null)
);
call make_tenant_table('sms_settings', 'select, insert, update, delete', 'select, update');

create table opt_outs (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  number_hash bytea not null,
  number_sealed bytea,
  source text not null check (source in ('keyword', 'provider', 'admin', 'person', 'import')),
  note text,
  created_by text,
  created_at timestamptz not null default now(),
  primary key (workspace_id, number_hash)
);
create index opt_outs_newest on opt_outs (workspace_id, created_at, number_hash);
call make_tenant_table('opt_outs', 'select, insert, update, delete', 'select, insert, update');

-- Per segment and country. Edited by the operator; `sample` marks a figure nobody has confirmed.
create table prices (
  country text primary key check (country ~ '^[A-Z]{2}$'),
  micros_per_segment bigint not null check (micros_per_segment >= 0),
  currency text not null default 'USD',
  sample boolean not null default false,
  updated_at timestamptz not null default now()
);
grant select on prices to handset_tenant, handset_system;
grant select, insert, update, delete on prices to handset_sign_in;

create table spend_caps (
  workspace_id text collate "C" primary key references workspaces on delete cascade,
  daily_micros bigint not null check (daily_micros >= 0),
  changed_at timestamptz not null default now(),
  changed_by text
);
call make_tenant_table('spend_caps', 'select, insert, update, delete', 'select');

-- Reserved and spent together, by the workspace's own day. A reservation is taken when an attempt begins and given
-- back only when it is certain that nothing was sent.
create table spend_days (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  day date not null,
  committed_micros bigint not null default 0 check (committed_micros >= 0),
  segments bigint not null default 0,
  primary key (workspace_id, day)
) with (fillfactor = 50);
call make_tenant_table('spend_days', 'select', 'select, insert, update');

-- Texts are claimed only from open lanes. One lane for each class of a workspace; `awake` says that it may hold texts.
create table lanes (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  lane text collate "C" not null,
  class_rank smallint not null,
  opens_at timestamptz not null default '-infinity',
  awake boolean not null default true,
  primary key (workspace_id, lane)
) with (fillfactor = 50);
create index lanes_awake on lanes (class_rank) where awake;
call make_tenant_table('lanes', 'select, insert, update', 'select, update');

create table messages (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  id text collate "C" not null,
  channel text not null default 'sms' check (channel in ('sms', 'email', 'in_app')),
  class text not null check (class in ('otp', 'alert', 'nudge', 'campaign', 'test')),
  status text not null check (status in ('queued', 'sending', 'sent', 'delivered', 'assumed_delivered', 'undelivered',
    'unknown', 'failed', 'skipped', 'cancelled', 'expired')),
  skip_reason text,
  lane text collate "C" not null,
  group_id text,
  dedupe_key text,
  to_hash bytea not null,
  to_sealed bytea not null,
  to_country text,
  -- Where it really went while redirect was on.
  redirected_sealed bytea,
  redirected_at timestamptz,
  -- Null once a one-time code is done with: its text is never kept.
  body_sealed bytea,
  encoding text not null,
  segments smallint not null,
  event_type text not null,
  occurred_at timestamptz not null,
  url text,
  vouched_by text not null,
  made_by_kind text not null,
  made_by_id text not null,
  made_by_name text not null,
  idempotency_key text,
  retry_of text collate "C",
  retried_as text collate "C",
  cost_micros bigint not null,
  price_micros bigint,
  currency text not null,
  due_at timestamptz not null default now(),
  not_after timestamptz not null,
  tries smallint not null default 0,
  provider text,
  sent_from text,
  provider_sid text,
  error_code integer,
  error_class text,
  error_text text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  finished_at timestamptz,
  primary key (workspace_id, id)
) with (fillfactor = 85);
create index messages_queue on messages (workspace_id, lane, due_at, id) where status = 'queued';
create index messages_expiry on messages (not_after) where status = 'queued';
-- With the status, so that a page of one class in one status is read off the index however rare the two are together.
create index messages_by_class on messages (workspace_id, class, status, id);
create index messages_by_number on messages (workspace_id, to_hash, id);
create unique index messages_dedupe on messages (workspace_id, dedupe_key) where dedupe_key is not null;
create unique index messages_retry on messages (workspace_id, retry_of) where retry_of is not null;
create index messages_redirected on messages (workspace_id, redirected_at) where redirected_at is not null;
call make_tenant_table('messages', 'select, insert, update', 'select, update');

-- One handing-over of a message to a provider. The row stands before the request leaves.
create table attempts (
  workspace_id text collate "C" not null,
  message_id text collate "C" not null,
  n smallint not null,
  state text not null check (state in ('started', 'unknown', 'accepted', 'rejected', 'not_sent', 'not_accepted')),
  token text not null,
  worker text not null,
  connection_id text collate "C" not null,
  provider text not null,
  provider_account text,
  provider_sid text,
  provider_status text,
  status_rank smallint not null default -1,
  http_status smallint,
  error_code integer,
  detail text,
  reserved_micros bigint not null,
  spend_day date not null,
  started_at timestamptz not null default now(),
  deadline_at timestamptz not null,
  ended_at timestamptz,
  -- When to ask the provider, because no receipt came; null when there is nothing left to learn.
  ask_at timestamptz,
  asked smallint not null default 0,
  primary key (workspace_id, message_id, n),
  foreign key (workspace_id, message_id) references messages on delete cascade
) with (fillfactor = 85);
create unique index attempts_open on attempts (workspace_id, message_id) where state in ('started', 'unknown');
create unique index attempts_reference on attempts (provider_account, provider_sid) where provider_sid is not null;
create index attempts_ask on attempts (ask_at) where ask_at is not null;
call make_tenant_table('attempts', 'select', 'select, insert, update');

-- What a provider said, once for each status; `repeats` counts the times it said so again.
create table receipts (
  workspace_id text collate "C" not null,
  message_id text collate "C" not null,
  n smallint not null,
  status text not null,
  rank smallint not null,
  error_code integer,
  source text not null check (source in ('callback', 'asked')),
  proof text not null check (proof in ('signature', 'asked_again')),
  repeats integer not null default 0,
  received_at timestamptz not null default now(),
  primary key (workspace_id, message_id, n, status),
  foreign key (workspace_id, message_id, n) references attempts on delete cascade
);
call make_tenant_table('receipts', 'select', 'select, insert, update');

-- Callbacks that proved nothing, by the hour: they change no row, but somebody should know.
create table refused_callbacks (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  hour timestamptz not null,
  count integer not null default 0,
  primary key (workspace_id, hour)
);
call make_tenant_table('refused_callbacks', 'select', 'select, insert, update');
