-- Clocks: the zone a city lives in, who works when, calendars that a city brought itself; and the classes of cases, whose filing
-- conditions carry the time limits.

alter table cities add column time_zone text not null default 'Asia/Shanghai';

-- published calendars beside those that come with the house; a version is never changed, deadlines name it
create table calendars (
  city_id int not null references cities,
  version text not null,
  id uuid not null,
  holidays jsonb not null,
  at timestamptz not null,
  by uuid,
  primary key (city_id, version),
  unique (city_id, id)
);
call house.keep_facts('calendars');

-- the newest of the city (no unit) or of a unit holds; no hours: a unit follows the city again, the city the usual ones
create table working_hours (
  city_id int not null references cities,
  id uuid not null,
  unit_id uuid,
  hours jsonb,
  at timestamptz not null,
  by uuid,
  primary key (city_id, id),
  foreign key (city_id, unit_id) references units (city_id, id)
);
create index working_hours_newest on working_hours (city_id, unit_id, at desc, id desc);
call house.keep_facts('working_hours');

create table case_classes (
  city_id int not null references cities,
  -- C01-02 a component, E02-99 an event: big class and small class
  code text not null,
  kind text not null check (kind in ('component', 'event')),
  big_code text not null,
  big_name text not null,
  small_name text not null,
  primary key (city_id, code)
);
call house.keep_apart('case_classes');

create table case_conditions (
  city_id int not null references cities,
  id uuid not null,
  class_code text not null,
  -- order within the class, as the file had it
  no int not null,
  files text not null,
  closes text not null,
  handler text not null default '',
  supervisor text not null default '',
  -- the responsible unit, when the city has one of the handler's name
  unit_id uuid,
  -- as it was written, and as it was understood
  limit_text text not null,
  amount int not null check (amount > 0),
  unit text not null check (unit in ('minute', 'hour', 'day')),
  clock text not null check (clock in ('natural', 'working')),
  season text check (season in ('planting')),
  act text not null default 'fix' check (act in ('fix', 'stop')),
  withdrawn boolean not null default false,
  primary key (city_id, id),
  unique (city_id, class_code, files),
  foreign key (city_id, class_code) references case_classes (city_id, code),
  foreign key (city_id, unit_id) references units (city_id, id)
);
create index case_conditions_order on case_conditions (city_id, class_code, no, id);
create index case_conditions_unit on case_conditions (city_id, unit_id) where unit_id is not null;
call house.keep_apart('case_conditions');
