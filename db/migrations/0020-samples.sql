-- samples: which points a round visits, drawn by a seed that is bound before and told after, and what was found while it is sealed
create table samples (
  city_id int not null references cities,
  id uuid not null,
  round_id uuid not null,
  -- what is drawn from and how; the commitment binds it
  plan jsonb not null,
  -- who assesses; a sealed sample shows its points to nobody else before its release
  unit_id uuid not null,
  sealed boolean not null,
  release_at timestamptz,
  commitment text not null,
  frame_hash text not null,
  committed_at timestamptz not null,
  committed_by uuid not null,
  frame_points int not null,
  drawn_points int not null default 0,
  witness text,
  drawn_at timestamptz,
  released_at timestamptz,
  primary key (city_id, id),
  unique (city_id, round_id),
  foreign key (city_id, round_id) references rounds (city_id, id),
  foreign key (city_id, unit_id) references units (city_id, id),
  check (not sealed or release_at is not null)
);
create index samples_time on samples (city_id, committed_at, id);
create index samples_unit on samples (city_id, unit_id, committed_at, id);
create index samples_due on samples (city_id, release_at) where released_at is null;
call house.keep_apart('samples');

-- the seed, told when the sample is released
create table sample_seeds (
  city_id int not null references cities,
  sample_id uuid not null,
  seed text not null,
  primary key (city_id, sample_id),
  foreign key (city_id, sample_id) references samples (city_id, id)
);
call house.keep_facts('sample_seeds');

-- the frame: every point that could be drawn, as it stood when the seed was bound
create table sample_frames (
  city_id int not null references cities,
  sample_id uuid not null,
  point_id uuid not null,
  stratum text not null,
  size double precision not null,
  primary key (city_id, sample_id, point_id),
  foreign key (city_id, sample_id) references samples (city_id, id),
  foreign key (city_id, point_id) references points (city_id, id)
);
call house.keep_facts('sample_frames');

-- the draw: each point's place in the line of its stratum and its chance of being drawn
create table sample_points (
  city_id int not null references cities,
  sample_id uuid not null,
  point_id uuid not null,
  stratum text not null,
  size double precision not null,
  place int not null,
  drawn boolean not null,
  chance double precision not null,
  primary key (city_id, sample_id, point_id),
  unique (city_id, sample_id, stratum, place),
  foreign key (city_id, sample_id, point_id) references sample_frames (city_id, sample_id, point_id)
);
create index sample_points_point on sample_points (city_id, point_id);
call house.keep_facts('sample_points');

-- a point that could not be visited, why, and which one took its place
create table sample_replacements (
  city_id int not null references cities,
  id uuid not null,
  sample_id uuid not null,
  point_id uuid not null,
  by_point_id uuid not null,
  reason text not null,
  at timestamptz not null,
  by uuid not null,
  primary key (city_id, id),
  unique (city_id, sample_id, point_id),
  unique (city_id, sample_id, by_point_id),
  foreign key (city_id, sample_id, point_id) references sample_points (city_id, sample_id, point_id),
  foreign key (city_id, sample_id, by_point_id) references sample_points (city_id, sample_id, point_id)
);
call house.keep_facts('sample_replacements');

-- who goes where, in walking order
create table sample_walks (
  city_id int not null references cities,
  sample_id uuid not null,
  point_id uuid not null,
  person_id uuid not null,
  step int not null,
  primary key (city_id, sample_id, point_id),
  foreign key (city_id, sample_id, point_id) references sample_points (city_id, sample_id, point_id),
  foreign key (city_id, person_id) references people (city_id, id)
);
create index sample_walks_person on sample_walks (city_id, person_id, sample_id, step);
call house.keep_apart('sample_walks');

-- a visit in its envelope: it becomes a visit like any other when the sample is released
create table sealed_visits (
  city_id int not null references cities,
  id uuid not null,
  sample_id uuid not null,
  point_id uuid not null,
  visit jsonb not null,
  received_at timestamptz not null,
  by uuid not null,
  primary key (city_id, id),
  foreign key (city_id, sample_id, point_id) references sample_points (city_id, sample_id, point_id)
);
create index sealed_visits_point on sealed_visits (city_id, sample_id, point_id);
create index sealed_visits_sample on sealed_visits (city_id, sample_id, id);
call house.keep_facts('sealed_visits');

-- a round whose visits come in envelopes takes no open ones
alter table rounds add column sealed boolean not null default false;
