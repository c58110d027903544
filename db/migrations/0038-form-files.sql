-- forms: the photos, recordings and files that an answer names
create table form_files (
  city_id int not null references cities,
  answer_id uuid not null,
  evidence_id uuid not null,
  primary key (city_id, answer_id, evidence_id),
  foreign key (city_id, answer_id) references form_answers (city_id, id),
  foreign key (city_id, evidence_id) references evidence (city_id, id)
);
create index form_files_evidence on form_files (city_id, evidence_id, answer_id);
call house.keep_facts('form_files');
