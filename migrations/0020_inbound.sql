-- squawk-ignore-file require-concurrent-index-creation, constraint-missing-not-valid
-- Runs before the process serves anybody.

-- A text that somebody sent to a sender, kept where the conversation is: with the workspace that texted the number last.
create table inbound_texts (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  id text collate "C" not null,
  provider text not null,
  -- Of a webhook its connection: what its ids are unique in.
  provider_account text not null,
  provider_sid text not null,
  from_hash bytea not null,
  from_sealed bytea not null,
  -- Our own number or short code.
  sent_to text not null,
  body_sealed bytea not null,
  reading text not null check (reading in ('stop', 'start', 'yes', 'help', 'perhaps_stop', 'other')),
  language text,
  -- What it did to the registry.
  effect text check (effect in ('stopped', 'stopped_already', 'lifted', 'kept', 'not_stopped')),
  -- Who answers the word: the provider by itself, or a text of ours.
  answered_by text check (answered_by in ('provider', 'handset')),
  proof text not null check (proof in ('signature', 'asked_again')),
  -- What a person made of one that may be a wish.
  decision text check (decision in ('stop', 'not_stop')),
  decided_by text,
  decided_at timestamptz,
  received_at timestamptz not null default now(),
  primary key (workspace_id, id),
  constraint inbound_decided check ((decision is null) = (decided_at is null) and (decision is null or reading = 'perhaps_stop'))
);
create unique index inbound_texts_reference on inbound_texts (provider_account, provider_sid);
create index inbound_texts_number on inbound_texts (workspace_id, from_hash, id);
create index inbound_texts_reading on inbound_texts (workspace_id, reading, id);
create index inbound_texts_undecided on inbound_texts (workspace_id, id) where reading = 'perhaps_stop' and decision is null;
call make_tenant_table('inbound_texts', 'select', 'select, insert');
grant update (decision, decided_by, decided_at) on inbound_texts to handset_tenant;

-- How far an opt-out reaches: this workspace, or all that send through the installation's connection, for which one also
-- stands in the installation's own workspace.
alter table opt_outs
  add column scope text not null default 'workspace' check (scope in ('workspace', 'inherited')),
  -- The text that said so, in this workspace or in the one that texted the number last.
  add column inbound_id text;
-- For lists of one source or one reach, newest first.
create index opt_outs_by_source on opt_outs (workspace_id, source, created_at, number_hash);
create index opt_outs_reaching on opt_outs (workspace_id, created_at, number_hash) where scope = 'inherited';
create index opt_outs_inherited on opt_outs (number_hash) where scope = 'inherited';
-- START ends what STOP began, wherever it reached.
grant delete on opt_outs to handset_system;

-- Whose sender a text was sent to is found by the provider's account.
create index connections_account on connections (account_sid) where account_sid is not null;
