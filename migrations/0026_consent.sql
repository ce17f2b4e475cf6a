-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion, constraint-missing-not-valid
-- Runs before the process serves anybody.

alter table sms_settings
  -- What answers HELP; without it Handset words the answer itself.
  add column help_text text check (length(help_text) between 1 and 480),
  -- Where the provider answers HELP by itself and knows no contact, ours is sent as well.
  add column help_too boolean not null default true,
  -- Where texts may go, ISO 3166-1; none named means everywhere but premium and satellite numbers.
  add column allowed_countries text[] not null default '{}' check (cardinality(allowed_countries) <= 250);

-- A third reach: the operator may let STOP to any sender hold for every workspace, always.
alter table inherited_channel add column opt_outs_everywhere boolean not null default false;
alter table opt_outs
  drop constraint opt_outs_scope_check,
  add constraint opt_outs_scope_check check (scope in ('workspace', 'inherited', 'everywhere')),
  -- The text whose opt-out link was followed, and from where.
  add column message_id text collate "C",
  add column from_address text;
drop index opt_outs_reaching;
create index opt_outs_reaching on opt_outs (workspace_id, scope, created_at, number_hash) where scope <> 'workspace';
drop index opt_outs_inherited;
create index opt_outs_far on opt_outs (number_hash) where scope <> 'workspace';

-- What a person decides about a text is written together with what it makes of the number everywhere.
grant update (decision, decided_by, decided_at) on inbound_texts to handset_system;
-- Whether something of a number waits for a person, for each campaign text to it.
create index inbound_texts_waiting on inbound_texts (workspace_id, from_hash) where reading = 'perhaps_stop' and decision is null;

-- A way out for those whose answers cannot come in: a code in a text, of which only the hash is kept.
create table opt_out_links (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  code_hash bytea not null,
  number_hash bytea not null,
  -- The text that carries it, which the number is shown from.
  message_id text collate "C" not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (workspace_id, code_hash)
);
create index opt_out_links_code on opt_out_links (code_hash);
create index opt_out_links_message on opt_out_links (workspace_id, message_id);
create index opt_out_links_expired on opt_out_links (expires_at);
call make_tenant_table('opt_out_links', 'select, insert', 'select, delete');

alter table opt_ins
  -- When consent was given, where somebody else kept that: `at` is when it came here.
  add column said_at timestamptz,
  -- Where it was given, in their words, such as a form.
  add column origin text check (length(origin) <= 200),
  -- Who brought it: a key, or whoever imported the file.
  add column by_name text;
-- One statement for all the people of a file.
alter table imports add column consent jsonb;
