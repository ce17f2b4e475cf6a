-- An urgent alert that could not go by text went by this message: the text that it stands for.
alter table messages add column instead_of text collate "C";
