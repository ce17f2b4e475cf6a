-- squawk-ignore-file require-concurrent-index-creation
-- Runs before the process serves anybody.

-- What stands in an inbox and what was put away are two lists: whoever puts everything away, or nothing, reads a page of
-- either at once.
create index inbox_items_here on inbox_items (workspace_id, person_id, message_id) where archived_at is null;
create index inbox_items_archived on inbox_items (workspace_id, person_id, message_id) where archived_at is not null;
