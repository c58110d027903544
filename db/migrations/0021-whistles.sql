-- whistles (吹哨报到): a street or community calls units to cases; what they owe by when, what they did, and to whom it went when they did not

-- the kinds as a city has them, by version; the newest holds, without one those that come with the house
create table whistle_kinds (
  city_id int not null references cities,
  version int not null,
  id uuid not null,
  content jsonb not null,
  at timestamptz not null,
  by uuid not null,
  primary key (city_id, version),
  unique (city_id, id)
);
call house.keep_facts('whistle_kinds');

create table whistle_numbers (
  city_id int not null references cities,
  day date not null,
  last int not null,
  primary key (city_id, day)
);
call house.keep_apart('whistle_numbers');

-- the fold of its events as lists need it
create table whistles (
  city_id int not null references cities,
  id uuid not null,
  no text not null,
  kind text not null,
  name_zh text not null,
  name_en text not null default '',
  unit_id uuid not null,
  street_id uuid,
  text text not null,
  state text not null check (state in ('called', 'working', 'finished', 'closed', 'withdrawn')),
  -- how far it has gone up: 1 the coordinator, 2 the leader in charge
  height int not null default 0,
  raised_at timestamptz not null,
  due_at timestamptz not null,
  finished_at timestamptz,
  closed_at timestamptz,
  -- when the clock has next to look; null: never
  next_at timestamptz,
  changed_at timestamptz not null,
  version int not null,
  primary key (city_id, id),
  unique (city_id, no),
  foreign key (city_id, unit_id) references units (city_id, id),
  foreign key (city_id, street_id) references areas (city_id, id)
);
create index whistles_raised on whistles (city_id, raised_at, id);
-- what anybody still has to do something about: few, however many there have been
create index whistles_alive on whistles (city_id, raised_at, id) where state in ('called', 'working', 'finished');
create index whistles_due on whistles (city_id, due_at, id);
create index whistles_unit on whistles (city_id, unit_id, raised_at, id);
create index whistles_next on whistles (city_id, next_at) where next_at is not null;
call house.keep_apart('whistles');

-- the called units
create table whistle_parties (
  city_id int not null references cities,
  whistle_id uuid not null,
  unit_id uuid not null,
  role text not null check (role in ('lead', 'helper')),
  called_at timestamptz not null,
  sign_in_due timestamptz not null,
  signed_in_at timestamptz,
  reply_due timestamptz not null,
  replied_at timestamptz,
  finish_due timestamptz,
  finished_at timestamptz,
  -- given by the raiser, and given back
  stars int check (stars between 1 and 5),
  stars_back int check (stars_back between 1 and 5),
  primary key (city_id, whistle_id, unit_id),
  foreign key (city_id, whistle_id) references whistles (city_id, id),
  foreign key (city_id, unit_id) references units (city_id, id)
);
create index whistle_parties_unit on whistle_parties (city_id, unit_id, whistle_id);
call house.keep_apart('whistle_parties');

create table whistle_cases (
  city_id int not null references cities,
  whistle_id uuid not null,
  case_id uuid not null,
  primary key (city_id, whistle_id, case_id),
  foreign key (city_id, whistle_id) references whistles (city_id, id),
  foreign key (city_id, case_id) references cases (city_id, id)
);
create index whistle_cases_case on whistle_cases (city_id, case_id);
call house.keep_facts('whistle_cases');

-- what went to whom because it was not done in time
create table whistle_escalations (
  city_id int not null references cities,
  id uuid not null,
  whistle_id uuid not null,
  unit_id uuid not null,
  owing text not null check (owing in ('signIn', 'reply', 'finish')),
  step int not null,
  addressee text not null check (addressee in ('coordinator', 'leader')),
  to_unit uuid,
  to_post uuid,
  at timestamptz not null,
  primary key (city_id, id),
  unique (city_id, whistle_id, unit_id, owing, step),
  foreign key (city_id, whistle_id) references whistles (city_id, id)
);
create index whistle_escalations_unit on whistle_escalations (city_id, to_unit, whistle_id) where to_unit is not null;
create index whistle_escalations_post on whistle_escalations (city_id, to_post, whistle_id) where to_post is not null;
call house.keep_facts('whistle_escalations');
