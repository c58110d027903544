-- What a phone knew of its own clock when it handed in an answer to a form: kept beside the time that the clock told, which is never set
-- right. Null for answers of a desk, and for all from before.
alter table form_answers add column fill jsonb;
