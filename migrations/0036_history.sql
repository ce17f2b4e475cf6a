-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion
-- Runs before the process serves anybody.

-- What History is filtered by. Each filter has an index with its rows in order of their ids, and a text that was posted
-- with a number and words alone pays for none but the first.

-- Mails that were sent stay `sent`, so filed with texts they lay among what is still open for ever. Their status does not
-- change while anybody is in a hurry: they have an index of their own, and texts this one.
drop index messages_filed;
create index messages_filed on messages (workspace_id, class, filed, id) where channel = 'sms';
create index messages_beside on messages (workspace_id, channel, class, status, id) where channel <> 'sms';

-- One index for trigger, template and kind of event: there are few that go together, and each lot is in order. Of texts
-- that name no event the kind follows from their class.
create index messages_of_cause on messages (workspace_id, trigger_id, template, event_type, id)
  where trigger_id is not null or event_type not in ('direct', 'code', 'test', 'campaign');
create index messages_skips on messages (workspace_id, skip_reason, id) where skip_reason is not null;
create index messages_errors on messages (workspace_id, error_code, id) where error_code is not null;
create index messages_elsewhere on messages (workspace_id, id) where redirected_at is not null;
