-- squawk-ignore-file require-concurrent-index-creation
-- Runs before the process serves anybody.

-- How good the numbers of a large directory are, as last counted; small ones are counted whenever somebody asks.
create table phone_quality (
  workspace_id text collate "C" primary key references workspaces on delete cascade,
  asked_at timestamptz not null default now(),
  counted_at timestamptz,
  -- Counting waits longer where it takes longer.
  took_ms integer,
  figures jsonb,
  constraint phone_quality_counted check ((counted_at is null) = (figures is null) and (counted_at is null) = (took_ms is null))
);
call make_tenant_table('phone_quality', 'select, insert, update', 'select, update');

-- What numbering plans do not have for a number that takes texts (server/people/quality/landline.ts has the same kinds).
create index phones_not_mobile on phones (workspace_id, number_hash)
  where kind in ('fixed_line', 'toll_free', 'premium_rate', 'shared_cost', 'uan', 'pager', 'voicemail', 'unknown');
-- What a provider called a landline.
create index messages_landline on messages (workspace_id, to_hash) where error_code = 30006;
