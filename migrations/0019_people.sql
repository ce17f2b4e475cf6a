-- squawk-ignore-file require-concurrent-index-creation
-- Runs before the process serves anybody.

-- Somebody who may be reached. A member may be one; a person need not be a member.
create table persons (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  id text collate "C" not null,
  -- What the product that Handset belongs to calls them.
  external_id text collate "C" check (length(external_id) between 1 and 200),
  first_name text not null default '' check (length(first_name) <= 200),
  last_name text not null default '' check (length(last_name) <= 200),
  -- As written; compared in lower case by the key, since row-level security keeps an index on an expression from being used.
  email text check (length(email) between 3 and 200),
  email_key text collate "C" generated always as (lower(email)) stored,
  language text check (length(language) <= 35),
  time_zone text check (length(time_zone) <= 64),
  manager_id text collate "C" check (manager_id <> id),
  -- The workspace's own: text, number or yes and no by name.
  fields jsonb not null default '{}' check (jsonb_typeof(fields) = 'object'),
  active boolean not null default true,
  -- The member that this person is.
  user_id text collate "C",
  -- Of whose number texts go to, and why none can; kept by what writes phones, in the same transaction.
  phone_source text,
  reach text not null default 'no_phone' check (reach in ('ok', 'no_phone', 'malformed', 'unverified')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, manager_id) references persons on delete set null (manager_id),
  foreign key (workspace_id, user_id) references members on delete set null (user_id)
);
create unique index persons_external on persons (workspace_id, external_id) where external_id is not null;
create unique index persons_user on persons (workspace_id, user_id) where user_id is not null;
create index persons_email_key on persons (workspace_id, email_key) where email_key is not null;
create index persons_manager on persons (workspace_id, manager_id) where manager_id is not null;
create index persons_reach on persons (workspace_id, reach, id);
create index persons_inactive on persons (workspace_id, id) where not active;
call make_tenant_table('persons', 'select, insert, update, delete', 'select');

-- The words of a name, the address and the id, for looking people up by how any of them begins. Ranges of plain text are
-- what row-level security lets an index answer; patterns and word vectors are not.
create table person_words (
  workspace_id text collate "C" not null,
  person_id text collate "C" not null,
  word text collate "C" not null check (length(word) <= 60),
  primary key (workspace_id, person_id, word),
  foreign key (workspace_id, person_id) references persons on delete cascade
);
create index person_words_word on person_words (workspace_id, word, person_id);
call make_tenant_table('person_words', 'select, insert, delete', 'select');

-- A number of a person, one of each source. What a directory gave that is no number is kept with what is wrong with it.
create table phones (
  workspace_id text collate "C" not null,
  person_id text collate "C" not null,
  source text not null check (source in ('scim', 'import', 'api', 'admin', 'self')),
  number_hash bytea,
  number_sealed bytea not null,
  country text,
  kind text,
  problem text,
  verified_at timestamptz,
  given_at timestamptz not null default now(),
  primary key (workspace_id, person_id, source),
  foreign key (workspace_id, person_id) references persons on delete cascade,
  constraint phones_number_or_problem check ((number_hash is null) = (problem is not null)),
  constraint phones_verified_number check (verified_at is null or number_hash is not null)
);
create index phones_number on phones (workspace_id, number_hash) where number_hash is not null;
-- Two people may not both confirm one number; a directory may give one to several, which is shown.
create unique index phones_verified on phones (workspace_id, number_hash) where source = 'self' and verified_at is not null;
call make_tenant_table('phones', 'select, insert, update, delete', 'select');

create table groups (
  workspace_id text collate "C" not null references workspaces on delete cascade,
  id text collate "C" not null,
  name text not null check (length(name) between 1 and 100),
  external_id text collate "C" check (length(external_id) between 1 and 200),
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index groups_name on groups (workspace_id, lower(name));
create unique index groups_external on groups (workspace_id, external_id) where external_id is not null;
call make_tenant_table('groups', 'select, insert, update, delete', 'select');

create table group_people (
  workspace_id text collate "C" not null,
  group_id text collate "C" not null,
  person_id text collate "C" not null,
  primary key (workspace_id, group_id, person_id),
  foreign key (workspace_id, group_id) references groups on delete cascade,
  foreign key (workspace_id, person_id) references persons on delete cascade
);
create index group_people_person on group_people (workspace_id, person_id);
call make_tenant_table('group_people', 'select, insert, delete', 'select');
