-- squawk-ignore-file require-concurrent-index-creation, prefer-bigint-over-int
-- Runs before the process serves anybody.

-- Where a workspace wants to be told what became of its messages.
create table webhook_endpoints (
  workspace_id text collate "C" not null,
  id text collate "C" not null,
  url text not null,
  description text not null default '',
  types text[] not null check (cardinality(types) > 0),
  -- Whether it is told the words of texts too.
  with_text boolean not null default false,
  -- `off` by somebody's hand; `disabled` by Handset, after days of failures or because it answered that it is gone.
  state text not null default 'active' check (state in ('active', 'off', 'disabled')),
  disabled_for text check (disabled_for in ('failing', 'gone')),
  state_since timestamptz not null default now(),
  -- Those who may mend it know.
  told boolean not null default true,
  -- Nothing but failures since then.
  failing_since timestamptz,
  -- It asked for a rest.
  resting_until timestamptz not null default '-infinity',
  last_tried_at timestamptz,
  last_ok boolean,
  secret_sealed bytea not null,
  secret_made_at timestamptz not null default now(),
  -- Signs beside the new one until then.
  old_secret_sealed bytea,
  old_secret_until timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  -- Nobody sees it any more; its row goes once its deliveries are gone.
  deleted_at timestamptz,
  primary key (workspace_id, id),
  constraint webhook_disabled check ((state = 'disabled') = (disabled_for is not null))
) with (fillfactor = 70);
create index webhook_endpoints_untold on webhook_endpoints (workspace_id, id) where not told;
call make_tenant_table('webhook_endpoints', 'select, insert, update', 'select, update, delete');

-- What one endpoint is told, and how that went. Holds no number, name or text in clear: what is sent is made from the
-- message itself each time, so that whatever was erased there is told no more.
create table webhook_deliveries (
  workspace_id text collate "C" not null,
  endpoint_id text collate "C" not null,
  -- Goes along as webhook-id, the same however often it is sent.
  id text collate "C" not null,
  type text not null,
  -- A message, a text that came in, or the hash of a number in hex.
  subject text collate "C",
  -- Grows from one to the next of a subject, so that a late one is known by it.
  sequence bigint not null,
  -- What the subject was like then, as far as that may change.
  facts jsonb not null default '{}',
  -- Of an opt-out, sealed as in the registry, which has it no more once it is lifted.
  number_sealed bytea,
  state text not null default 'waiting' check (state in ('waiting', 'succeeded', 'failed')),
  tries smallint not null default 0,
  -- How often a worker took it: only the last that did may say how it went.
  taken integer not null default 0,
  due_at timestamptz not null default now(),
  attempts jsonb not null default '[]',
  http_status smallint,
  trouble text,
  answer_sealed bytea,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (workspace_id, endpoint_id, id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);
create index webhook_deliveries_due on webhook_deliveries (workspace_id, endpoint_id, due_at) where state = 'waiting';
-- Each filter of the log is read off it in order of id.
create index webhook_deliveries_filed on webhook_deliveries (workspace_id, endpoint_id, state, type, id);
create index webhook_deliveries_subject on webhook_deliveries (workspace_id, subject, sequence) where subject is not null;
call make_tenant_table('webhook_deliveries', 'select, insert, update', 'select, insert, update, delete');

-- Tries of an hour.
create table webhook_hours (
  workspace_id text collate "C" not null,
  endpoint_id text collate "C" not null,
  hour timestamptz not null,
  succeeded integer not null default 0,
  failed integer not null default 0,
  primary key (workspace_id, endpoint_id, hour)
) with (fillfactor = 50);
call make_tenant_table('webhook_hours', 'select', 'select, insert, update, delete');

-- As the server makes ids (server/kit/id.ts).
create function new_webhook_id() returns text language sql volatile as $$
  select 'whd_'
    || (select string_agg(substr(alphabet, ((ms >> (45 - 5 * i)) & 31)::int + 1, 1), '' order by i) from generate_series(0, 9) i)
    || (select string_agg(substr(alphabet, (get_byte(chance, i) & 31) + 1, 1), '' order by i) from generate_series(0, 15) i)
  from (
    select '0123456789abcdefghjkmnpqrstvwxyz' as alphabet, floor(extract(epoch from clock_timestamp()) * 1000)::bigint as ms,
      uuid_send(gen_random_uuid()) as chance
  ) made
$$;

-- For each endpoint that wants to know, in the transaction of what happened: either both stand or neither. Whoever calls
-- it holds the subject, so that its sequence grows. What an endpoint misses that Handset has disabled is kept as failed.
create procedure tell_webhooks(of_workspace text, what text, whom text, seen jsonb, number bytea)
language plpgsql as $$
begin
  if not exists (
    select from webhook_endpoints e
    where e.workspace_id = of_workspace and e.state <> 'off' and e.deleted_at is null and what = any(e.types)
  ) then
    return;
  end if;
  insert into webhook_deliveries (workspace_id, endpoint_id, id, type, subject, sequence, facts, number_sealed, state,
    trouble, created_at, ended_at)
  select e.workspace_id, e.id, new_webhook_id(), what, whom, s.sequence, seen, number,
    case e.state when 'active' then 'waiting' else 'failed' end,
    case e.state when 'active' then null else 'Not tried: the endpoint was disabled.' end,
    clock_timestamp(), case e.state when 'active' then null else now() end
  from webhook_endpoints e
  cross join (
    select greatest((extract(epoch from clock_timestamp()) * 1000000)::bigint, 1 + max(d.sequence)) as sequence
    from webhook_deliveries d where d.workspace_id = of_workspace and d.subject = whom
  ) s
  where e.workspace_id = of_workspace and e.state <> 'off' and e.deleted_at is null and what = any(e.types);
end
$$;

-- By triggers, so that no way of moving a message passes them by. They run as whoever moves it, once for a statement: that
-- costs those who have no endpoint the least (docs/decisions/0035).
create function tell_of_messages() returns trigger language plpgsql as $$
begin
  if exists (select from webhook_endpoints where state <> 'off') then
    insert into webhook_deliveries (workspace_id, endpoint_id, id, type, subject, sequence, facts, state, trouble, created_at,
      ended_at)
    select n.workspace_id, e.id, new_webhook_id(), 'message.' || n.status, n.id, s.sequence,
      jsonb_build_object('status', n.status), case e.state when 'active' then 'waiting' else 'failed' end,
      case e.state when 'active' then null else 'Not tried: the endpoint was disabled.' end, clock_timestamp(),
      case e.state when 'active' then null else now() end
    from became n
    join was w on w.workspace_id = n.workspace_id and w.id = n.id and w.status <> n.status
    join webhook_endpoints e on e.workspace_id = n.workspace_id and e.state <> 'off' and e.deleted_at is null
      and 'message.' || n.status = any(e.types)
    cross join lateral (
      select greatest((extract(epoch from clock_timestamp()) * 1000000)::bigint, 1 + max(d.sequence)) as sequence
      from webhook_deliveries d where d.workspace_id = n.workspace_id and d.subject = n.id
    ) s;
  end if;
  return null;
end
$$;
create trigger tell_of_messages after update on messages referencing old table as was new table as became
  for each statement execute function tell_of_messages();

-- Nearly all begin in the queue, of which nobody is told; what ends at once is rare enough to be told one by one.
create function tell_of_new_message() returns trigger language plpgsql as $$
begin
  if exists (select from webhook_endpoints e where e.workspace_id = new.workspace_id) then
    call tell_webhooks(new.workspace_id, 'message.' || new.status, new.id, jsonb_build_object('status', new.status), null);
  end if;
  return null;
end
$$;
create trigger tell_of_new_message after insert on messages for each row
  when (new.status <> 'queued' and new.status <> 'sending') execute function tell_of_new_message();

create function tell_of_opt_out() returns trigger language plpgsql as $$
begin
  call tell_webhooks(new.workspace_id, 'opt_out.created', encode(new.number_hash, 'hex'),
    jsonb_build_object('source', new.source, 'scope', new.scope, 'since', new.created_at), new.number_sealed);
  return null;
end
$$;
create trigger tell_of_new_opt_out after insert on opt_outs for each row execute function tell_of_opt_out();
create trigger tell_of_opt_out after update on opt_outs for each row
  when (new.created_at <> old.created_at) execute function tell_of_opt_out();

create function tell_of_lifted() returns trigger language plpgsql as $$
begin
  call tell_webhooks(old.workspace_id, 'opt_out.lifted', encode(old.number_hash, 'hex'),
    jsonb_build_object('source', old.source, 'scope', old.scope, 'since', old.created_at), old.number_sealed);
  return null;
end
$$;
-- A workspace that is erased tells nobody.
create trigger tell_of_lifted after delete on opt_outs for each row
  when (current_user <> 'handset_erase') execute function tell_of_lifted();

create function tell_of_reply() returns trigger language plpgsql as $$
begin
  call tell_webhooks(new.workspace_id, 'reply.received', new.id, '{}', null);
  return null;
end
$$;
create trigger tell_of_reply after insert on inbound_texts for each row execute function tell_of_reply();

-- What an endpoint answered may quote what it was told.
create function forget_answers() returns trigger language plpgsql as $$
begin
  update webhook_deliveries set answer_sealed = null
  where workspace_id = new.workspace_id and subject = new.id and answer_sealed is not null;
  return null;
end
$$;
create trigger forget_answers after update of to_sealed on messages for each row
  when (new.to_sealed = '') execute function forget_answers();
create trigger forget_answers after update of from_sealed on inbound_texts for each row
  when (new.from_sealed = '') execute function forget_answers();

-- The person was erased: what is left of their numbers is told by nothing any more.
create function forget_told_numbers() returns trigger language plpgsql as $$
begin
  update webhook_deliveries d
  set number_sealed = null, answer_sealed = null, subject = encode(sha256(old.salt || h.hash), 'hex')
  from unnest(old.own) as h(hash)
  where d.workspace_id = old.workspace_id and d.subject = encode(h.hash, 'hex') and d.created_at <= old.marked_at;
  return null;
end
$$;
create trigger forget_told_numbers after delete on erasures for each row
  when (current_user <> 'handset_erase') execute function forget_told_numbers();
