-- Mails are read by people, not kept as a record: they go after a month.
grant delete on mails to handset_system;
-- squawk-ignore require-concurrent-index-creation
create index mails_age on mails (created_at);

-- Whoever mends the settings need not wait for the next look at texts that are in doubt because of them.
grant update (look_at) on attempts to handset_tenant;
