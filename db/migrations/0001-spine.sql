-- The spine. The tenant (city_id) leads every primary key, foreign key and serving index, so that every table can be
-- distributed by it. Facts are appended; rows that may change are folds of facts or plain master data.

create table cities (
  city_id int primary key,
  code text not null,
  name_zh text not null,
  name_en text not null default '',
  kind text not null,
  parent_city_id int,
  west double precision, south double precision, east double precision, north double precision,
  demo boolean not null default false,
  -- renewed when areas, grids or the base map change, so that every process knows when its index of them is old
  map_version uuid not null default gen_random_uuid(),
  attribution text not null default '',
  unique (city_id, code)
);

-- base: what happened
create table event_heads (city_id int primary key references cities, last bigint not null);
create table events (
  city_id int not null references cities,
  seq bigint not null,
  id uuid not null,
  kind text not null,
  thing uuid not null,
  at timestamptz not null,
  by uuid,
  version int not null default 1,
  data jsonb not null,
  primary key (city_id, seq),
  unique (city_id, id)
);
create index events_thing on events (city_id, thing, seq);

-- api: a write sent twice is answered once
create table receipts (
  city_id int not null references cities,
  account_id uuid not null,
  key text not null,
  route text not null,
  input_hash text not null,
  status int not null,
  answer jsonb,
  at timestamptz not null,
  primary key (city_id, account_id, key)
);

-- city: areas, grids, units, people, posts, accounts, points
create table areas (
  city_id int not null references cities,
  id uuid not null,
  parent_id uuid,
  level text not null check (level in ('city', 'district', 'street', 'community')),
  code text not null,
  name_zh text not null,
  name_en text not null default '',
  shape jsonb,
  west double precision, south double precision, east double precision, north double precision,
  -- a place well inside the shape, for its name on the map
  label_lng double precision, label_lat double precision,
  primary key (city_id, id),
  unique (city_id, code),
  foreign key (city_id, parent_id) references areas (city_id, id)
);
create index areas_parent on areas (city_id, parent_id);

create table units (
  city_id int not null references cities,
  id uuid not null,
  kind text not null,
  code text not null,
  name_zh text not null,
  name_en text not null default '',
  parent_id uuid,
  area_id uuid,
  primary key (city_id, id),
  unique (city_id, code),
  foreign key (city_id, parent_id) references units (city_id, id),
  foreign key (city_id, area_id) references areas (city_id, id)
);
create index units_kind on units (city_id, kind);

create table grids (
  city_id int not null references cities,
  id uuid not null,
  code text not null,
  area_id uuid not null,
  unit_id uuid,
  shape jsonb not null,
  area_m2 double precision not null,
  west double precision not null, south double precision not null, east double precision not null, north double precision not null,
  primary key (city_id, id),
  unique (city_id, code),
  foreign key (city_id, area_id) references areas (city_id, id),
  foreign key (city_id, unit_id) references units (city_id, id)
);

create table people (
  city_id int not null references cities,
  id uuid not null,
  name text not null,
  phone text,
  primary key (city_id, id)
);

create table posts (
  city_id int not null references cities,
  id uuid not null,
  unit_id uuid not null,
  title_zh text not null,
  title_en text not null default '',
  leads boolean not null default false,
  primary key (city_id, id),
  foreign key (city_id, unit_id) references units (city_id, id)
);
create index posts_unit on posts (city_id, unit_id);

create table post_holders (
  city_id int not null references cities,
  post_id uuid not null,
  person_id uuid not null,
  from_on date not null,
  to_on date,
  primary key (city_id, post_id, person_id, from_on),
  foreign key (city_id, post_id) references posts (city_id, id),
  foreign key (city_id, person_id) references people (city_id, id)
);
create index post_holders_person on post_holders (city_id, person_id);

create table accounts (
  city_id int not null references cities,
  id uuid not null,
  login text not null,
  role text not null,
  person_id uuid not null,
  unit_id uuid,
  password_hash text not null,
  retired_at timestamptz,
  primary key (city_id, id),
  unique (city_id, login),
  foreign key (city_id, person_id) references people (city_id, id),
  foreign key (city_id, unit_id) references units (city_id, id)
);

create table sessions (
  city_id int not null references cities,
  token_hash text not null,
  account_id uuid not null,
  started_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (city_id, token_hash),
  foreign key (city_id, account_id) references accounts (city_id, id)
);
create index sessions_account on sessions (city_id, account_id);

create table points (
  city_id int not null references cities,
  id uuid not null,
  code text not null,
  type text not null,
  name_zh text not null,
  name_en text not null default '',
  address text not null default '',
  lng double precision not null,
  lat double precision not null,
  cell bigint not null,
  district_id uuid,
  street_id uuid,
  community_id uuid,
  grid_id uuid,
  unit_id uuid,
  retired_on date,
  version int not null default 1,
  primary key (city_id, id),
  unique (city_id, code),
  foreign key (city_id, district_id) references areas (city_id, id),
  foreign key (city_id, street_id) references areas (city_id, id),
  foreign key (city_id, community_id) references areas (city_id, id),
  foreign key (city_id, grid_id) references grids (city_id, id),
  foreign key (city_id, unit_id) references units (city_id, id)
);
create index points_type on points (city_id, type, code);
-- all that a tile from afar needs, so that it is read off the index alone
create index points_cell on points (city_id, cell) include (lng, lat) where retired_on is null;
create index points_street on points (city_id, street_id, code);
create index points_unit on points (city_id, unit_id, code);
create index points_name on points (city_id, name_zh, code);
create index points_district on points (city_id, district_id, code);
create index points_community on points (city_id, community_id, code);

-- the base map of a city: streets, water, parks as GeoJSON, cut into tiles by the server
create table map_layers (
  city_id int not null references cities,
  layer text not null check (layer in ('roads', 'water', 'green')),
  content jsonb not null,
  changed_at timestamptz not null,
  primary key (city_id, layer)
);

-- standards: drafts may change, published editions never
create table editions (
  city_id int not null references cities,
  id uuid not null,
  standard text not null,
  edition text not null,
  title_zh text not null,
  title_en text not null default '',
  status text not null check (status in ('draft', 'published', 'withdrawn')),
  official boolean not null,
  version int not null,
  hash text,
  -- for lists: numbered standards and hundredths of points in the content
  criteria int not null default 0,
  total int not null default 0,
  content jsonb not null,
  changed_at timestamptz not null,
  published_at timestamptz,
  primary key (city_id, id)
);
create unique index editions_published on editions (city_id, standard, edition) where status = 'published';
create index editions_changed on editions (city_id, changed_at desc, id);

-- imports: a file between its preview and its taking in or leaving; the bytes are dropped with the decision
create table imports (
  city_id int not null references cities,
  id uuid not null,
  kind text not null,
  name text not null,
  sha256 text not null,
  bytes int not null,
  file bytea,
  state text not null check (state in ('reading', 'previewed', 'refused', 'applied', 'abandoned')),
  version int not null default 1,
  options jsonb not null,
  -- what the columns mean, corrections of cells, what was found; null before reading and after refusal
  layouts jsonb,
  fixes jsonb not null,
  found jsonb,
  problem jsonb,
  result jsonb,
  added_at timestamptz not null,
  added_by uuid,
  changed_at timestamptz not null,
  primary key (city_id, id)
);
create index imports_added on imports (city_id, added_at desc, id);

-- a column mapping that was confirmed once is offered again for the same kind of file
create table column_mappings (
  city_id int not null references cities,
  kind text not null,
  signature text not null,
  mapping jsonb not null,
  saved_at timestamptz not null,
  primary key (city_id, kind, signature)
);

-- evidence: files named by their content
create table evidence (
  city_id int not null references cities,
  id uuid not null,
  sha256 text not null,
  name text not null,
  media_type text not null,
  bytes bigint not null,
  width int, height int,
  taken_at timestamptz,
  lng double precision, lat double precision,
  added_at timestamptz not null,
  added_by uuid,
  primary key (city_id, id)
);
create index evidence_sha on evidence (city_id, sha256);

-- duties: criterion × area or points × lead, helpers × leader × person × milestones × effect
create table duties (
  city_id int not null references cities,
  id uuid not null,
  edition_id uuid not null,
  criterion text not null,
  area_id uuid,
  lead_unit_id uuid,
  leader_post_id uuid,
  person_post_id uuid,
  task text not null default '',
  measure text not null default '',
  effect text not null default '',
  start_on date,
  due_on date,
  state text not null default 'open' check (state in ('open', 'done', 'dropped')),
  version int not null default 1,
  changed_at timestamptz not null,
  primary key (city_id, id),
  foreign key (city_id, edition_id) references editions (city_id, id),
  foreign key (city_id, area_id) references areas (city_id, id),
  foreign key (city_id, lead_unit_id) references units (city_id, id),
  foreign key (city_id, leader_post_id) references posts (city_id, id),
  foreign key (city_id, person_post_id) references posts (city_id, id)
);
create index duties_edition on duties (city_id, edition_id, criterion, id);
create index duties_lead on duties (city_id, lead_unit_id, due_on);
create index duties_changed on duties (city_id, changed_at, id);

-- changes of many duties at once, with what each duty was before, so that they can be undone
create table duty_actions (
  city_id int not null references cities,
  id uuid not null,
  kind text not null check (kind in ('bulk', 'assign', 'import')),
  at timestamptz not null,
  by uuid,
  duties int not null,
  undone_at timestamptz,
  primary key (city_id, id)
);
create index duty_actions_at on duty_actions (city_id, at, id);

create table duty_changes (
  city_id int not null references cities,
  action_id uuid not null,
  duty_id uuid not null,
  -- null: the action created the duty
  before jsonb,
  version int not null,
  primary key (city_id, action_id, duty_id),
  foreign key (city_id, action_id) references duty_actions (city_id, id)
);


create table duty_helpers (
  city_id int not null references cities,
  duty_id uuid not null,
  unit_id uuid not null,
  primary key (city_id, duty_id, unit_id),
  foreign key (city_id, duty_id) references duties (city_id, id) on delete cascade,
  foreign key (city_id, unit_id) references units (city_id, id)
);
create index duty_helpers_unit on duty_helpers (city_id, unit_id);

create table duty_points (
  city_id int not null references cities,
  duty_id uuid not null,
  point_id uuid not null,
  primary key (city_id, duty_id, point_id),
  foreign key (city_id, duty_id) references duties (city_id, id) on delete cascade,
  foreign key (city_id, point_id) references points (city_id, id)
);

create table duty_milestones (
  city_id int not null references cities,
  duty_id uuid not null,
  id uuid not null,
  title text not null,
  due_on date not null,
  done_on date,
  primary key (city_id, duty_id, id),
  foreign key (city_id, duty_id) references duties (city_id, id) on delete cascade
);

-- inspections: facts of the field and of the desk, appended; a correction names the old one
create table rounds (
  city_id int not null references cities,
  id uuid not null,
  kind text not null check (kind in ('daily', 'mock', 'thirdParty', 'announced', 'survey', 'review', 'statistics', 'import')),
  title_zh text not null,
  title_en text not null default '',
  from_on date not null,
  to_on date not null,
  primary key (city_id, id)
);

create table visits (
  city_id int not null references cities,
  id uuid not null,
  point_id uuid not null,
  round_id uuid,
  visited_at timestamptz not null,
  recorded_at timestamptz not null,
  by uuid,
  note text not null default '',
  primary key (city_id, id),
  foreign key (city_id, point_id) references points (city_id, id),
  foreign key (city_id, round_id) references rounds (city_id, id)
);
create index visits_point on visits (city_id, point_id, visited_at desc);
create index visits_at on visits (city_id, visited_at, id);
create index visits_round on visits (city_id, round_id, visited_at);

-- a questionnaire as a survey team hands it over: whom it asked, how many answered, how many refused
create table surveys (
  city_id int not null references cities,
  id uuid not null,
  edition_id uuid not null,
  round_id uuid,
  area_id uuid,
  population text not null default '',
  team text not null,
  approval_no text not null default '',
  from_on date not null,
  to_on date not null,
  contacted int not null check (contacted >= answered + refused),
  answered int not null check (answered >= 0),
  refused int not null check (refused >= 0),
  note text not null default '',
  handed_at timestamptz not null,
  handed_by uuid,
  primary key (city_id, id),
  foreign key (city_id, edition_id) references editions (city_id, id),
  foreign key (city_id, round_id) references rounds (city_id, id),
  foreign key (city_id, area_id) references areas (city_id, id)
);
create index surveys_time on surveys (city_id, handed_at, id);

create table observations (
  city_id int not null references cities,
  seq bigint not null,
  id uuid not null,
  -- check: fact = what is looked at; review, opinion: fact = standard/edition/criterion/method; answer: fact = question; statistic: fact = statistic
  kind text not null check (kind in ('check', 'review', 'opinion', 'answer', 'statistic')),
  fact text not null,
  point_id uuid,
  area_id uuid,
  visit_id uuid,
  round_id uuid,
  survey_id uuid,
  -- grade: the answer's code; factor: its thousandths, null = not applicable or no answer
  grade text,
  factor int,
  -- how many identical answers this row stands for (questionnaire counts); 1 elsewhere
  times int not null default 1,
  -- a count or a measured value, in millionths of its unit
  value bigint,
  observed_at timestamptz not null,
  by uuid,
  note text not null default '',
  supersedes uuid,
  data jsonb,
  primary key (city_id, id),
  foreign key (city_id, point_id) references points (city_id, id),
  foreign key (city_id, area_id) references areas (city_id, id),
  foreign key (city_id, visit_id) references visits (city_id, id),
  foreign key (city_id, round_id) references rounds (city_id, id),
  foreign key (city_id, survey_id) references surveys (city_id, id)
);
create unique index observations_seq on observations (city_id, seq);
create index observations_point on observations (city_id, point_id, fact);
create index observations_fact on observations (city_id, fact, observed_at desc);
create index observations_visit on observations (city_id, visit_id);
create index observations_survey on observations (city_id, survey_id) where survey_id is not null;
create index observations_round on observations (city_id, round_id);
-- the few observations that are read one by one when a score is made
create index observations_records on observations (city_id, kind, observed_at) where kind in ('review', 'opinion', 'statistic');
create unique index observations_supersedes on observations (city_id, supersedes) where supersedes is not null;

create table observation_photos (
  city_id int not null references cities,
  observation_id uuid not null,
  evidence_id uuid not null,
  primary key (city_id, observation_id, evidence_id),
  foreign key (city_id, observation_id) references observations (city_id, id),
  foreign key (city_id, evidence_id) references evidence (city_id, id)
);

-- cases: a fold of their events
create table cases (
  city_id int not null references cities,
  id uuid not null,
  no text not null,
  state text not null check (state in ('reported', 'dispatched', 'rectified', 'closed')),
  text text not null,
  class text,
  point_id uuid,
  observation_id uuid,
  fact text,
  lng double precision, lat double precision, cell bigint,
  street_id uuid,
  unit_id uuid,
  reported_at timestamptz not null,
  reported_by uuid,
  due_at timestamptz,
  rectified_by uuid,
  closed_at timestamptz,
  reopened int not null default 0,
  version int not null,
  changed_at timestamptz not null,
  primary key (city_id, id),
  unique (city_id, no),
  foreign key (city_id, point_id) references points (city_id, id),
  foreign key (city_id, observation_id) references observations (city_id, id),
  foreign key (city_id, street_id) references areas (city_id, id),
  foreign key (city_id, unit_id) references units (city_id, id)
);
create index cases_state on cases (city_id, state, reported_at, id);
create index cases_unit on cases (city_id, unit_id, state, reported_at, id);
create index cases_point on cases (city_id, point_id);
create index cases_observation on cases (city_id, observation_id);
create index cases_time on cases (city_id, reported_at, id);

create index cases_changed on cases (city_id, changed_at, id);
create index cases_due on cases (city_id, due_at, id) where state in ('reported', 'dispatched');
create index cases_street on cases (city_id, street_id, reported_at, id);

-- the last number given on a day, so that case numbers are readable and have no gaps
create table case_numbers (
  city_id int not null references cities,
  on_day date not null,
  last int not null,
  primary key (city_id, on_day)
);

create table case_photos (
  city_id int not null references cities,
  case_id uuid not null,
  evidence_id uuid not null,
  step text not null,
  primary key (city_id, case_id, evidence_id),
  foreign key (city_id, case_id) references cases (city_id, id),
  foreign key (city_id, evidence_id) references evidence (city_id, id)
);

-- assessments: scores that can be made again; decisions at a change of edition
create table scores (
  city_id int not null references cities,
  id uuid not null,
  edition_id uuid not null,
  title_zh text not null,
  title_en text not null default '',
  -- what went in: window, rounds, cut-off, rule versions, hash of the inputs
  basis jsonb not null,
  basis_hash text not null,
  got int not null,
  of int not null,
  full_points int not null,
  result jsonb not null,
  made_at timestamptz not null,
  made_by uuid,
  primary key (city_id, id),
  foreign key (city_id, edition_id) references editions (city_id, id)
);
create index scores_edition on scores (city_id, edition_id, made_at desc, id desc);
create index scores_time on scores (city_id, made_at desc, id desc);

-- where every place belonged when scores were made: kept once per state, so that a score can be made again after places moved
create table score_grounds (
  city_id int not null references cities,
  hash text not null,
  places jsonb not null,
  primary key (city_id, hash)
);

-- results from outside: official figures of past years, and targets
create table results (
  city_id int not null references cities,
  id uuid not null,
  year int not null,
  standard text not null,
  subject text not null,
  method text,
  criterion text,
  got int,
  of int not null check (of > 0),
  target int,
  source text not null default '',
  entered_at timestamptz not null,
  by uuid,
  primary key (city_id, id)
);
create index results_year on results (city_id, year desc, id desc);
create index results_standard on results (city_id, standard, year desc, id desc);

create table carries (
  city_id int not null references cities,
  id uuid not null,
  from_edition_id uuid not null,
  to_edition_id uuid not null,
  kind text not null check (kind in ('duty', 'observation', 'document', 'result')),
  -- the old thing that the decision is about: id of a duty, review or score, or kind and name of a fact
  item text not null,
  -- place in the reading order of the old edition
  position int not null,
  proposed text not null,
  reason text not null,
  decided text,
  note text not null default '',
  decided_at timestamptz,
  decided_by uuid,
  applied_at timestamptz,
  detail jsonb not null,
  primary key (city_id, id),
  foreign key (city_id, from_edition_id) references editions (city_id, id),
  foreign key (city_id, to_edition_id) references editions (city_id, id)
);
create index carries_order on carries (city_id, from_edition_id, to_edition_id, position, id);
create unique index carries_item on carries (city_id, from_edition_id, to_edition_id, kind, item);

-- programmes: titles that subjects can hold, and the cycle of each title with its history
create table programmes (
  city_id int not null references cities,
  code text not null,
  title_zh text not null,
  title_en text not null default '',
  standard text not null,
  rules jsonb not null,
  primary key (city_id, code)
);
create table title_steps (
  city_id int not null references cities,
  id uuid not null,
  programme text not null,
  subject_id uuid not null,
  step text not null,
  -- the state after the step, since when it holds and until when it is limited
  state text not null,
  since_on date,
  limit_on date,
  on_day date not null,
  until_on date,
  reason text not null default '',
  -- a step entered by mistake is named by a later one and counts as never taken
  corrects uuid,
  by uuid,
  seq bigint not null,
  primary key (city_id, id),
  foreign key (city_id, programme) references programmes (city_id, code)
);
create index title_steps_subject on title_steps (city_id, programme, subject_id, seq);
create unique index title_steps_corrects on title_steps (city_id, corrects) where corrects is not null;

-- the place of a subject in its group, by year
create table title_placings (
  city_id int not null references cities,
  programme text not null,
  subject_id uuid not null,
  year int not null,
  place int not null check (place >= 1),
  "of" int not null,
  source text not null default '',
  primary key (city_id, programme, subject_id, year),
  foreign key (city_id, programme) references programmes (city_id, code)
);
