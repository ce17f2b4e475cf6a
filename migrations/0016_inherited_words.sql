-- For sentences about texts that wait for the installation's account, and about where answers go.
alter table inherited_channel add column provider text;
alter table inherited_channel add column answers_to text;
