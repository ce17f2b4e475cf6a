-- squawk-ignore-file require-timeout-settings
-- Runs before the process serves anybody.

-- What a workspace that sends through the installation's connection may use of it in a day, in its own time zone: for
-- all of them, and for one of them instead. Both are written by the operator alone.
alter table inherited_channel add column daily_cap_micros bigint check (daily_cap_micros >= 0);
alter table workspaces
  add column operator_cap_set boolean not null default false,
  add column operator_cap_micros bigint check (operator_cap_micros >= 0);
comment on column workspaces.operator_cap_micros is 'Counts where operator_cap_set; nothing then means that there is no such cap.';
grant update (operator_cap_set, operator_cap_micros) on workspaces to handset_sign_in;

-- The part of committed_micros that the installation pays. Attempts begun before this was counted are not in it, and
-- giving theirs back takes it no lower than nothing.
alter table spend_days add column inherited_micros bigint not null default 0;

-- Of a text that was skipped over the cap: whether it was the operator's.
alter table messages add column capped_above boolean;
