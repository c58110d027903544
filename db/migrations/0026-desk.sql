-- The desk of cases: when the light of a limit turns yellow is kept on the case, like the limit itself.

alter table cases add column warn_at timestamptz;

-- Views of the list of cases that somebody keeps: a name for a part of the address. Shared with a unit, its people see it too; only
-- who made it changes it.
create table case_views (
  city_id int not null references cities,
  id uuid not null,
  person_id uuid not null,
  unit_id uuid,
  name text not null,
  filter jsonb not null,
  changed_at timestamptz not null,
  primary key (city_id, id),
  foreign key (city_id, person_id) references people (city_id, id),
  foreign key (city_id, unit_id) references units (city_id, id)
);
create index case_views_person on case_views (city_id, person_id, name);
create index case_views_unit on case_views (city_id, unit_id, name) where unit_id is not null;
call house.keep_apart('case_views');
