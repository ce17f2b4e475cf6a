-- squawk-ignore-file require-concurrent-index-creation
-- Runs before the process serves anybody.

-- What a directory gave for a number and is none: few of many, and listed by person.
create index phones_scim_malformed on phones (workspace_id, person_id) where source = 'scim' and problem is not null;
