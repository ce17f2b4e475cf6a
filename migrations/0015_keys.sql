-- What a letter is about. An invitation or a new password is a link that lets whoever has it act as its reader, so its
-- text is for nobody else, the operator included.
alter table mails add column kind text not null default 'notice' check (kind in ('notice', 'invitation', 'password_reset'));

-- Laid down in the transaction of what it tells of, whoever's that is; read by the loop that delivers alone.
grant insert on mails to handset_tenant, handset_sign_in;

-- While the installation's key is being replaced: the one that comes. Every process must know it before it is used.
alter table installation add column next_key_check bytea;
-- What signs cookies. Its own, so that a new key of the installation signs nobody out.
alter table installation add column sign_in_secret_sealed bytea;
-- When workspaces last got new keys, so that every process reads them again.
alter table installation add column data_keys_at timestamptz;
-- Which key a workspace's own is to be wrapped with.
grant select (key_check) on installation to handset_tenant;

-- Keys of the installation that were replaced: a file with one of them is told from one with a wrong key.
create table former_keys (
  key_check bytea primary key,
  replaced_at timestamptz not null default now(),
  -- Null while something may still be wrapped with it.
  done_at timestamptz,
  -- Workspaces are to get new keys as well.
  data_keys boolean not null default false
);
grant select, insert, update on former_keys to handset_sign_in;

-- Who runs, and which keys of the installation each knows. One that was not seen for long runs no more.
create table key_holders (
  id text collate "C" primary key,
  host text not null,
  pid integer not null,
  knows text[] not null,
  seen_at timestamptz not null default now()
);
grant select, insert, update, delete on key_holders to handset_sign_in;

-- The check of the installation's key that this one is wrapped with; unknown for those of earlier versions.
alter table workspace_keys add column wrapped_by bytea;
-- Not used for sealing before: by then every process has read it.
alter table workspace_keys add column seal_from timestamptz not null default now();
grant insert, update (wrapped, wrapped_by) on workspace_keys to handset_system;

-- Which member made it, or a key of whom; null for one that a command made. Of what it may do about people and roles only
-- as much counts as they may do themselves.
alter table api_keys add column made_by text collate "C";
