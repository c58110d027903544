-- forms: versions of imported XLSForms; what was published stays as it is
create table forms (
  city_id int not null references cities,
  id uuid not null,
  -- how every tool that speaks XForms names it
  form_id text not null,
  version text not null,
  title text not null,
  -- SHA-256 of the canonical JSON of the definition
  hash text not null,
  definition jsonb not null,
  xform text not null,
  questions int not null,
  at timestamptz not null,
  by uuid,
  primary key (city_id, id),
  unique (city_id, form_id, version)
);
create index forms_time on forms (city_id, at, id);
create index forms_title on forms (city_id, title, id);
call house.keep_facts('forms');

-- what was answered to a version of a form, once by its id
create table form_answers (
  city_id int not null references cities,
  id uuid not null,
  form uuid not null,
  -- the answers by the names of the form: texts, groups, and lists of the turns of a repeat
  answers jsonb not null,
  point_id uuid,
  filled_at timestamptz not null,
  at timestamptz not null,
  by uuid,
  primary key (city_id, id),
  foreign key (city_id, form) references forms (city_id, id),
  foreign key (city_id, point_id) references points (city_id, id)
);
create index form_answers_time on form_answers (city_id, form, at, id);
create index form_answers_filled on form_answers (city_id, form, filled_at, id);
call house.keep_facts('form_answers');

-- inspections: where and when something is no finding (a stall inside the lines the city drew, from six in the evening to ten)
create table exemptions (
  city_id int not null references cities,
  id uuid not null,
  title_zh text not null,
  title_en text not null default '',
  -- the paper it rests on
  source text not null default '',
  -- facts of checks that it speaks of
  facts jsonb not null,
  -- one of: an area, a point, a drawn shape
  area_id uuid,
  point_id uuid,
  shape jsonb,
  -- days of the week, hours of the day, days of the year; empty: always
  times jsonb not null,
  from_on date,
  to_on date,
  at timestamptz not null,
  by uuid,
  ended_at timestamptz,
  primary key (city_id, id),
  foreign key (city_id, area_id) references areas (city_id, id),
  foreign key (city_id, point_id) references points (city_id, id),
  check (num_nonnulls(area_id, point_id, shape) = 1)
);
create index exemptions_time on exemptions (city_id, at, id);
create index exemptions_title on exemptions (city_id, title_zh, id);
call house.keep_apart('exemptions');
