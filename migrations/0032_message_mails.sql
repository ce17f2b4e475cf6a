-- squawk-ignore-file require-concurrent-index-creation, constraint-missing-not-valid
-- Runs before the process serves anybody.

-- A message that goes by mail: what it says stands sealed in the message, and here only that it has to go and where to.
alter table mails
  drop constraint mails_kind_check,
  add constraint mails_kind_check check (kind in ('notice', 'invitation', 'password_reset', 'message')),
  add column workspace_id text collate "C",
  add column message_id text collate "C",
  add constraint mails_of_message check ((kind = 'message') = (workspace_id is not null and message_id is not null));
-- What is for one person and at once does not wait behind what goes to thousands.
drop index mails_due;
create index mails_due on mails (due_at) where state = 'waiting' and kind <> 'message';
create index mails_due_of_messages on mails (due_at) where state = 'waiting' and kind = 'message';
create index mails_under_way on mails (due_at) where state = 'sending' and kind = 'message';
