-- What a letter is about. An invitation or a new password is a link that lets whoever has it act as its reader, so its
-- text is for nobody else, the operator included.
alter table mails add column kind text not null default 'notice';
alter table mails add constraint mails_kind check (kind in ('notice', 'invitation', 'password_reset')) not valid;
alter table mails validate constraint mails_kind;

-- Laid down in the transaction of what it tells of, whoever's that is; read by the loop that delivers alone.
grant insert on mails to handset_tenant, handset_sign_in;
