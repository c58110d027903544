-- learning from one case: what a city expects, seeds bound long before they are used, re-checks drawn by them, and what came back

-- shares of re-checks, and within which distance and time a case of the same class counts as come back; the nearest rule wins
create table repeat_rules (
  city_id int not null references cities,
  id uuid not null,
  unit_id uuid,
  class text,
  -- of a thousand
  share int check (share between 0 and 1000),
  metres int check (metres between 1 and 5000),
  days int check (days between 1 and 730),
  -- days after closing; only where neither unit nor class is named
  after int[],
  primary key (city_id, id),
  unique nulls not distinct (city_id, unit_id, class),
  foreign key (city_id, unit_id) references units (city_id, id)
);
call house.keep_apart('repeat_rules');

-- one seed a day, bound before any of the cases that it will decide over is closed
create table recheck_seeds (
  city_id int not null references cities,
  on_day date not null,
  seed text not null,
  commitment text not null,
  committed_at timestamptz not null,
  primary key (city_id, on_day)
);
call house.keep_facts('recheck_seeds');

create table recheck_draws (
  city_id int not null references cities,
  on_day date not null,
  round_id uuid,
  -- every case that could be drawn, with its chance: [{"id", "after", "share"}]
  frame jsonb not null,
  drawn int not null,
  made_at timestamptz not null,
  primary key (city_id, on_day),
  foreign key (city_id, on_day) references recheck_seeds (city_id, on_day),
  foreign key (city_id, round_id) references rounds (city_id, id)
);
call house.keep_facts('recheck_draws');

create table rechecks (
  city_id int not null references cities,
  id uuid not null,
  case_id uuid not null,
  after_days int not null,
  drawn_on date not null,
  due_on date not null,
  round_id uuid not null,
  point_id uuid,
  -- who handled or checked the case
  not_by uuid[] not null,
  state text not null check (state in ('open', 'kept', 'failed')),
  done_at timestamptz,
  done_by uuid,
  visit_id uuid,
  note text not null default '',
  -- the case that a failed one opened
  new_case_id uuid,
  primary key (city_id, id),
  unique (city_id, case_id, after_days),
  foreign key (city_id, case_id) references cases (city_id, id),
  foreign key (city_id, new_case_id) references cases (city_id, id),
  foreign key (city_id, round_id) references rounds (city_id, id),
  foreign key (city_id, point_id) references points (city_id, id)
);
create index rechecks_due on rechecks (city_id, due_on, id);
create index rechecks_state on rechecks (city_id, state, due_on, id);
create index rechecks_round on rechecks (city_id, round_id, point_id);
create index rechecks_new_case on rechecks (city_id, new_case_id) where new_case_id is not null;
call house.keep_apart('rechecks');

-- a case that is the same class, near, and soon after another was closed
create table recurrences (
  city_id int not null references cities,
  of_case_id uuid not null,
  by_case_id uuid not null,
  metres int not null,
  days int not null,
  found_at timestamptz not null,
  primary key (city_id, of_case_id, by_case_id),
  foreign key (city_id, of_case_id) references cases (city_id, id),
  foreign key (city_id, by_case_id) references cases (city_id, id)
);
create index recurrences_by on recurrences (city_id, by_case_id);
call house.keep_apart('recurrences');

-- how far the search for them has come
create table recurrence_marks (
  city_id int not null references cities,
  until timestamptz not null,
  primary key (city_id)
);
call house.keep_apart('recurrence_marks');

-- cases that were closed, by day for the draw and by class for the search backwards; no cost before a case is closed
create index cases_closed on cases (city_id, closed_at) where closed_at is not null;
create index cases_class_closed on cases (city_id, class, closed_at) where closed_at is not null;
