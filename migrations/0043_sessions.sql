-- squawk-ignore-file require-timeout-settings
-- Runs before the process serves anybody.

-- Which provider began a session, of which workspace, and whom and which sign-in of theirs it named (the claims iss, sub
-- and sid). Nothing where it began by a password, or before this was written down.
alter table auth_sessions
  add column sso_workspace_id text collate "C",
  add column sso_issuer text,
  add column sso_subject text,
  add column sso_sid text;

-- Why a session ended that its owner did not end, so that the sign-in page can say so to the browser that still holds
-- its cookie. Of the cookie only the hash is kept, and no longer than the session would have lasted.
create table auth_ended_sessions (
  token_hash bytea primary key,
  why text not null check (why in ('single_sign_on', 'signed_out_at_provider')),
  until timestamptz not null
);
create index auth_ended_sessions_until on auth_ended_sessions (until);
grant select, insert, delete on auth_ended_sessions to handset_sign_in;
