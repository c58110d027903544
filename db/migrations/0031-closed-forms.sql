-- forms: versions that take no more answers; opening one again takes its row away, and the ledger keeps both
create table closed_forms (
  city_id int not null references cities,
  form uuid not null,
  at timestamptz not null,
  by uuid,
  primary key (city_id, form),
  foreign key (city_id, form) references forms (city_id, id)
);
call house.keep_apart('closed_forms');
