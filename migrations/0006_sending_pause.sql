-- A restored state, or a copy of a running one, must not send what has been sent since: nothing is claimed while
-- `sending_paused_since` is set.
alter table installation
  add column sending_paused_since timestamptz,
  add column sending_paused_why text,
  -- When the restored backup ended: what was sent since then is not on record. Null for a copy, which cannot know.
  add column restored_from timestamptz,
  -- What was queued before the pause may have been sent by others; set once all of it is in doubt, and looked up.
  add column doubted_at timestamptz,
  -- Where this database was when it last ran, and a word that is changed while it runs: a copy has another place,
  -- or soon another word.
  add column place text,
  add column marker text,
  -- Of the rows that are there it is true: the columns are new.
  add constraint sending_pause_has_a_reason check (
    (sending_paused_since is null) = (sending_paused_why is null)
    and coalesce(sending_paused_why in ('restored', 'copied'), true)) not valid;
grant select (sending_paused_since, sending_paused_why, restored_from, doubted_at) on installation to handset_system;
