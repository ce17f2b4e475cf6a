-- squawk-ignore-file constraint-missing-not-valid
-- Runs before the process serves anybody.

-- What somebody was told when they asked for the code: kept as what they agreed to once they enter it, whatever is said by
-- then.
alter table codes add column wording text;
-- And a code may bring back texts that the link of one ended.
alter table codes drop constraint codes_purpose_check;
alter table codes add constraint codes_purpose_check check (purpose in ('phone', 'way_back'));
