-- rounds: what they are of, which points they have, who walks them and in which order; routes that are walked again and again

-- Which points a round reached is one thing, which points it was to reach is another: the first gives its name to the second.
alter table round_points rename to round_reached;
alter table round_reached rename constraint round_points_pkey to round_reached_pkey;

alter table rounds drop constraint rounds_kind_check;
alter table rounds add constraint rounds_kind_check check (kind in ('daily', 'weekly', 'monthly', 'mock', 'thirdParty', 'announced',
  'recheck', 'sweep', 'campaign', 'survey', 'review', 'statistics', 'import'));
-- the standard, and the branch or criterion of it, that the round looks at; where; whose people walk it
alter table rounds add column edition_id uuid;
alter table rounds add column part text;
alter table rounds add column area_id uuid;
alter table rounds add column unit_id uuid;
-- why there is such a round: {"case": …} for a sweep
alter table rounds add column because jsonb not null default '{}';
-- points that it has, and those of them that were visited in it
alter table rounds add column planned int not null default 0;
alter table rounds add column done int not null default 0;
alter table rounds add constraint rounds_edition foreign key (city_id, edition_id) references editions (city_id, id);
alter table rounds add constraint rounds_area foreign key (city_id, area_id) references areas (city_id, id);
alter table rounds add constraint rounds_unit foreign key (city_id, unit_id) references units (city_id, id);
create index rounds_because on rounds (city_id, (because ->> 'case')) where because ? 'case';

create table round_points (
  city_id int not null references cities,
  round_id uuid not null,
  point_id uuid not null,
  -- who walks it, and its place in their walk
  person_id uuid,
  step int,
  -- where it came from, and {"not": [people]}: who must not be the one to look
  because jsonb not null default '{}',
  added_at timestamptz not null,
  added_by uuid,
  primary key (city_id, round_id, point_id),
  foreign key (city_id, round_id) references rounds (city_id, id),
  foreign key (city_id, point_id) references points (city_id, id),
  foreign key (city_id, person_id) references people (city_id, id)
);
create index round_points_step on round_points (city_id, round_id, coalesce(step, 1000000), point_id);
create index round_points_person on round_points (city_id, person_id, round_id, step) where person_id is not null;
create index round_points_point on round_points (city_id, point_id);
call house.keep_apart('round_points');

-- a saved list of points in walking order
create table routes (
  city_id int not null references cities,
  id uuid not null,
  title_zh text not null,
  title_en text not null default '',
  points int not null,
  changed_at timestamptz not null,
  changed_by uuid,
  retired_at timestamptz,
  primary key (city_id, id)
);
create index routes_title on routes (city_id, title_zh, id) where retired_at is null;
call house.keep_apart('routes');

create table route_points (
  city_id int not null references cities,
  route_id uuid not null,
  step int not null,
  point_id uuid not null,
  primary key (city_id, route_id, step),
  unique (city_id, route_id, point_id),
  foreign key (city_id, route_id) references routes (city_id, id),
  foreign key (city_id, point_id) references points (city_id, id)
);
create index route_points_point on route_points (city_id, point_id);
call house.keep_apart('route_points');
