-- squawk-ignore-file adding-not-nullable-field
-- Runs before the process serves anybody.

-- Who answers for it: the person who sent it or who is behind the key that did, also once that key is gone; else the key
-- of a command. It gives no more than they may give when it is accepted.
alter table invitations add column vouched_by text collate "C";
alter table invitations no force row level security;
alter table api_keys no force row level security;
update invitations i set vouched_by = coalesce(
  (select made_by from api_keys k where k.workspace_id = i.workspace_id and k.id = i.invited_by), i.invited_by);
alter table api_keys force row level security;
alter table invitations force row level security;
alter table invitations alter column vouched_by set not null;
