-- Where a case lies and who answers there: rules of class and area as data; per case what its place was found to be; and how many
-- cases lie in each square of the map, counted from the events by whoever looks next, so that recording costs nothing.

create table owner_rules (
  city_id int not null references cities,
  id uuid not null,
  -- a class, or the beginning of several; '' is every class
  class text not null default '',
  -- null is the whole city
  area_id uuid,
  -- one unit; or a kind of unit, of which the one nearest to the place answers
  unit_id uuid,
  unit_kind text,
  note text not null default '',
  changed_at timestamptz not null,
  primary key (city_id, id),
  foreign key (city_id, area_id) references areas (city_id, id),
  foreign key (city_id, unit_id) references units (city_id, id),
  check ((unit_id is null) <> (unit_kind is null))
);
create unique index owner_rules_once on owner_rules (city_id, class, coalesce(area_id, '00000000-0000-0000-0000-000000000000'));
create index owner_rules_changed on owner_rules (city_id, changed_at, id);
call house.keep_apart('owner_rules');

create table case_places (
  city_id int not null references cities,
  case_id uuid not null,
  district_id uuid,
  street_id uuid,
  community_id uuid,
  grid_id uuid,
  -- 'area': in a city that has no grids; 'outside': in no grid, or in no area; 'none': nobody said where
  found text not null check (found in ('grid', 'area', 'outside', 'none')),
  -- why that unit was proposed: see cases/places/owner.ts
  why jsonb not null,
  primary key (city_id, case_id),
  foreign key (city_id, case_id) references cases (city_id, id)
);
create index case_places_lost on case_places (city_id, case_id) where found in ('outside', 'none');
call house.keep_apart('case_places');

create index cases_cell on cases (city_id, cell) where cell is not null;

-- Cases counted so far, by square of the map. `facet` says what of: all, of a unit, of a class, of a street.
create table case_squares (
  city_id int not null references cities,
  level smallint not null,
  facet text not null check (facet in ('all', 'unit', 'class', 'street')),
  value text not null,
  square bigint not null,
  stage text not null,
  state text not null,
  cases int not null,
  -- sums of the columns and rows of their cells: a heap is drawn in its middle
  x bigint not null,
  y bigint not null,
  primary key (city_id, level, facet, value, square, stage, state)
);
call house.keep_apart('case_squares');

-- What of each case is counted there.
create table case_counted (
  city_id int not null references cities,
  case_id uuid not null,
  cell bigint not null,
  x int not null,
  y int not null,
  stage text not null,
  state text not null,
  unit_id uuid,
  class text,
  street_id uuid,
  primary key (city_id, case_id)
);
call house.keep_apart('case_counted');

-- The last event that is counted.
create table case_counted_heads (
  city_id int primary key references cities,
  seq bigint not null
);
call house.keep_apart('case_counted_heads');

-- What stands already is counted here, once.
insert into case_counted (city_id, case_id, cell, x, y, stage, state, unit_id, class, street_id)
  select city_id, id, cell, floor((lng + 180) / 360 * 16777216), floor((lat + 90) / 180 * 16777216), stage, state, unit_id, class, street_id
  from cases where cell is not null;
insert into case_squares (city_id, level, facet, value, square, stage, state, cases, x, y)
  select k.city_id, l.level, f.facet, f.value, k.cell >> (2 * (24 - l.level)), k.stage, k.state, count(*), sum(k.x), sum(k.y)
  from case_counted k cross join (values (11), (14), (17)) l (level)
    cross join lateral (values ('all', ''), ('unit', k.unit_id::text), ('class', k.class), ('street', k.street_id::text)) f (facet, value)
  where f.value is not null
  group by 1, 2, 3, 4, 5, 6, 7;
insert into case_counted_heads (city_id, seq) select city_id, last from event_heads;
