-- squawk-ignore-file require-concurrent-index-deletion, constraint-missing-not-valid, adding-serial-primary-key-field
-- Runs before the process serves anybody.

-- The words that somebody is looked up by stand with them too, each between spaces: a search goes by one word and asks the
-- person for the others, and who has none needs no second index to say so. What an import writes is mostly these rows, so
-- each has one index, and no key that is looked up for each of them.
alter table persons add column words text collate "C" not null default '';

alter table persons no force row level security;
alter table person_words no force row level security;
update persons p set words = known.words from (
  select workspace_id, person_id, ' ' || string_agg(word, ' ' order by word) || ' ' as words
  from person_words group by workspace_id, person_id
) known where p.workspace_id = known.workspace_id and p.id = known.person_id;
alter table persons force row level security;
alter table person_words force row level security;

drop index person_words_word;
alter table person_words
  drop constraint person_words_workspace_id_person_id_fkey,
  drop constraint person_words_pkey,
  add primary key (workspace_id, word, person_id);

-- Whoever goes takes their words along.
create function take_words() returns trigger language plpgsql as $$
begin
  delete from person_words
  where workspace_id = old.workspace_id and person_id = old.id and word = any(string_to_array(old.words, ' '));
  return null;
end
$$;
create trigger words_go after delete on persons for each row execute function take_words();
