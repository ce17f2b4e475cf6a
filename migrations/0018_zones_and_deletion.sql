-- A workspace's day is reckoned by PostgreSQL, which knows other names of time zones than the server does, and takes some
-- of the server's for something else. One that it does not know fails every statement that reads the workspace's day, so
-- no such name may ever stand here. Those that do are turned into the zone that new workspaces have.
alter table workspaces no force row level security;
update workspaces set time_zone = 'UTC'
where time_zone <> 'UTC' and time_zone not in (select name from pg_timezone_names);
alter table workspaces force row level security;

create function refuse_unknown_time_zone() returns trigger language plpgsql as $$
begin
  if not exists (select from pg_timezone_names where name = new.time_zone) then
    raise exception 'time zone not known' using errcode = 'check_violation', constraint = 'workspaces_time_zone_known';
  end if;
  return new;
end
$$;
-- Looking takes 10 ms, since PostgreSQL reads its folder of zones for it.
create trigger time_zone_known_of_new before insert on workspaces
  for each row when (new.time_zone <> 'UTC') execute function refuse_unknown_time_zone();
create trigger time_zone_known before update on workspaces
  for each row when (new.time_zone is distinct from old.time_zone and new.time_zone <> 'UTC')
  execute function refuse_unknown_time_zone();

-- What takes away an audit log is that its workspace is being erased, so nothing can pass for that: it begins once the
-- days of grace are over, and never ends but with the workspace itself.
create function refuse_false_erasing() returns trigger language plpgsql as $$
begin
  if old.erasing_since is not null
    and (new.erasing_since is null or new.delete_after is distinct from old.delete_after) then
    raise exception 'deleting has begun' using errcode = 'check_violation', constraint = 'workspaces_erasing_goes_on';
  end if;
  if new.erasing_since > now() or (new.erasing_since is not null and coalesce(new.delete_after, 'infinity') > now()) then
    raise exception 'days of grace not over' using errcode = 'check_violation', constraint = 'workspaces_erasing_in_time';
  end if;
  return new;
end
$$;
create trigger erasing_as_it_must before update of erasing_since, delete_after on workspaces
  for each row execute function refuse_false_erasing();
