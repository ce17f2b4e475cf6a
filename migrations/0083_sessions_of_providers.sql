-- squawk-ignore-file require-timeout-settings, require-concurrent-index-creation
-- Runs before the process serves anybody.

-- A provider that signs somebody out names them, or one sign-in of theirs.
create index auth_sessions_sso_subject on auth_sessions (sso_workspace_id, sso_subject) where sso_workspace_id is not null;
create index auth_sessions_sso_sid on auth_sessions (sso_workspace_id, sso_sid) where sso_sid is not null;
