-- Dumped from the migrations by `npm run schema`. Read it; do not run it, do not edit it.

create table accounts (
  city_id integer not null,
  id uuid not null,
  login text not null,
  role text,
  person_id uuid not null,
  unit_id uuid,
  password_hash text,
  retired_at timestamp with time zone,
  kind text not null default 'person'::text,
  email text,
  password_at timestamp with time zone,
  constraint accounts_pkey PRIMARY KEY (city_id, id),
  constraint accounts_city_id_login_key UNIQUE (city_id, login),
  constraint accounts_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'service'::text]))),
  constraint accounts_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint accounts_city_id_person_id_fkey FOREIGN KEY (city_id, person_id) REFERENCES people(city_id, id),
  constraint accounts_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);

create table api_keys (
  city_id integer not null,
  id uuid not null,
  account_id uuid not null,
  name text not null,
  beginning text not null,
  key_hash text not null,
  scopes text[] not null,
  made_at timestamp with time zone not null,
  made_by uuid not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_keys_pkey PRIMARY KEY (city_id, id),
  constraint api_keys_city_id_key_hash_key UNIQUE (city_id, key_hash),
  constraint api_keys_city_id_account_id_fkey FOREIGN KEY (city_id, account_id) REFERENCES accounts(city_id, id),
  constraint api_keys_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX api_keys_account ON api_keys USING btree (city_id, account_id);

create table areas (
  city_id integer not null,
  id uuid not null,
  parent_id uuid,
  level text not null,
  code text not null,
  name_zh text not null,
  name_en text not null default ''::text,
  shape jsonb,
  west double precision,
  south double precision,
  east double precision,
  north double precision,
  label_lng double precision,
  label_lat double precision,
  constraint areas_pkey PRIMARY KEY (city_id, id),
  constraint areas_city_id_code_key UNIQUE (city_id, code),
  constraint areas_level_check CHECK ((level = ANY (ARRAY['city'::text, 'district'::text, 'street'::text, 'community'::text]))),
  constraint areas_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint areas_city_id_parent_id_fkey FOREIGN KEY (city_id, parent_id) REFERENCES areas(city_id, id)
);
CREATE INDEX areas_parent ON areas USING btree (city_id, parent_id);

create table blurred_photos (
  city_id integer not null,
  evidence_id uuid not null,
  original_id uuid not null,
  regions jsonb not null,
  at timestamp with time zone not null,
  by uuid not null,
  constraint blurred_photos_pkey PRIMARY KEY (city_id, evidence_id),
  constraint blurred_photos_city_id_evidence_id_fkey FOREIGN KEY (city_id, evidence_id) REFERENCES evidence(city_id, id),
  constraint blurred_photos_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint blurred_photos_city_id_original_id_fkey FOREIGN KEY (city_id, original_id) REFERENCES evidence(city_id, id)
);
CREATE INDEX blurred_photos_original ON blurred_photos USING btree (city_id, original_id, at DESC);

create table burden_appeals (
  city_id integer not null,
  id uuid not null,
  unit_id uuid not null,
  week text not null,
  minutes integer not null,
  reason text not null,
  at timestamp with time zone not null,
  by uuid not null,
  approved boolean,
  note text not null default ''::text,
  decided_at timestamp with time zone,
  decided_by uuid,
  about_kind text,
  about_thing uuid,
  about text not null default ''::text,
  constraint burden_appeals_pkey PRIMARY KEY (city_id, id),
  constraint burden_appeals_minutes_check CHECK ((minutes > 0)),
  constraint burden_appeals_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint burden_appeals_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);
CREATE INDEX burden_appeals_at ON burden_appeals USING btree (city_id, at DESC, id DESC);

create table burden_asks (
  city_id integer not null,
  id uuid not null,
  request_id uuid not null,
  kind text not null,
  thing uuid,
  unit_id uuid not null,
  from_unit_id uuid,
  by uuid,
  at timestamp with time zone not null,
  week text not null,
  minutes integer not null,
  measured integer,
  text text not null default ''::text,
  answer text,
  answered_at timestamp with time zone,
  answered_by uuid,
  pieces integer not null default 1,
  worked_on date,
  constraint burden_asks_pkey PRIMARY KEY (city_id, id),
  constraint burden_asks_measured_check CHECK ((measured >= 0)),
  constraint burden_asks_minutes_check CHECK ((minutes >= 0)),
  constraint burden_asks_pieces_check CHECK ((pieces > 0)),
  constraint burden_asks_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint burden_asks_city_id_from_unit_id_fkey FOREIGN KEY (city_id, from_unit_id) REFERENCES units(city_id, id),
  constraint burden_asks_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);
CREATE INDEX burden_asks_answered ON burden_asks USING btree (city_id, answered_at DESC) WHERE (answer IS NOT NULL);
CREATE INDEX burden_asks_from ON burden_asks USING btree (city_id, from_unit_id, kind, at) WHERE (from_unit_id IS NOT NULL);
CREATE INDEX burden_asks_kind ON burden_asks USING btree (city_id, week, kind, id);
CREATE INDEX burden_asks_minutes ON burden_asks USING btree (city_id, week, minutes, id);
CREATE INDEX burden_asks_request ON burden_asks USING btree (city_id, request_id);
CREATE INDEX burden_asks_thing ON burden_asks USING btree (city_id, thing) WHERE (thing IS NOT NULL);
CREATE INDEX burden_asks_unit ON burden_asks USING btree (city_id, unit_id, week, at, id);
CREATE INDEX burden_asks_week ON burden_asks USING btree (city_id, week, at, id);
CREATE UNIQUE INDEX burden_asks_work ON burden_asks USING btree (city_id, unit_id, kind, worked_on) WHERE (worked_on IS NOT NULL);

create table burden_budgets (
  city_id integer not null,
  unit_id uuid not null,
  minutes integer not null,
  constraint burden_budgets_pkey PRIMARY KEY (city_id, unit_id),
  constraint burden_budgets_minutes_check CHECK ((minutes >= 0)),
  constraint burden_budgets_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint burden_budgets_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);

create table burden_rates (
  city_id integer not null,
  kind text not null,
  minutes integer not null,
  constraint burden_rates_pkey PRIMARY KEY (city_id, kind),
  constraint burden_rates_minutes_check CHECK ((minutes >= 0)),
  constraint burden_rates_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table burden_weeks (
  city_id integer not null,
  unit_id uuid not null,
  week text not null,
  asks integer not null default 0,
  minutes integer not null default 0,
  measured integer not null default 0,
  allowed integer not null default 0,
  constraint burden_weeks_pkey PRIMARY KEY (city_id, unit_id, week),
  constraint burden_weeks_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint burden_weeks_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);
CREATE INDEX burden_weeks_week ON burden_weeks USING btree (city_id, week, unit_id);

create table calendars (
  city_id integer not null,
  version text not null,
  id uuid not null,
  holidays jsonb not null,
  at timestamp with time zone not null,
  by uuid,
  constraint calendars_pkey PRIMARY KEY (city_id, version),
  constraint calendars_city_id_id_key UNIQUE (city_id, id),
  constraint calendars_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table carries (
  city_id integer not null,
  id uuid not null,
  from_edition_id uuid not null,
  to_edition_id uuid not null,
  kind text not null,
  item text not null,
  position integer not null,
  proposed text not null,
  reason text not null,
  decided text,
  note text not null default ''::text,
  decided_at timestamp with time zone,
  decided_by uuid,
  applied_at timestamp with time zone,
  detail jsonb not null,
  constraint carries_pkey PRIMARY KEY (city_id, id),
  constraint carries_kind_check CHECK ((kind = ANY (ARRAY['duty'::text, 'observation'::text, 'document'::text, 'result'::text]))),
  constraint carries_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint carries_city_id_from_edition_id_fkey FOREIGN KEY (city_id, from_edition_id) REFERENCES editions(city_id, id),
  constraint carries_city_id_to_edition_id_fkey FOREIGN KEY (city_id, to_edition_id) REFERENCES editions(city_id, id)
);
CREATE UNIQUE INDEX carries_item ON carries USING btree (city_id, from_edition_id, to_edition_id, kind, item);
CREATE INDEX carries_order ON carries USING btree (city_id, from_edition_id, to_edition_id, "position", id);

create table case_board_heads (
  city_id integer not null,
  version bigint not null,
  marked_at timestamp with time zone not null,
  constraint case_board_heads_pkey PRIMARY KEY (city_id),
  constraint case_board_heads_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table case_boards (
  city_id integer not null,
  district_id uuid not null,
  unit_id uuid not null,
  open integer not null,
  overdue integer not null,
  closed integer not null,
  constraint case_boards_pkey PRIMARY KEY (city_id, district_id, unit_id),
  constraint case_boards_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table case_classes (
  city_id integer not null,
  code text not null,
  kind text not null,
  big_code text not null,
  big_name text not null,
  small_name text not null,
  constraint case_classes_pkey PRIMARY KEY (city_id, code),
  constraint case_classes_kind_check CHECK ((kind = ANY (ARRAY['component'::text, 'event'::text]))),
  constraint case_classes_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table case_conditions (
  city_id integer not null,
  id uuid not null,
  class_code text not null,
  no integer not null,
  files text not null,
  closes text not null,
  handler text not null default ''::text,
  supervisor text not null default ''::text,
  unit_id uuid,
  limit_text text not null,
  amount integer not null,
  unit text not null,
  clock text not null,
  season text,
  act text not null default 'fix'::text,
  withdrawn boolean not null default false,
  constraint case_conditions_pkey PRIMARY KEY (city_id, id),
  constraint case_conditions_city_id_class_code_files_key UNIQUE (city_id, class_code, files),
  constraint case_conditions_act_check CHECK ((act = ANY (ARRAY['fix'::text, 'stop'::text]))),
  constraint case_conditions_amount_check CHECK ((amount > 0)),
  constraint case_conditions_clock_check CHECK ((clock = ANY (ARRAY['natural'::text, 'working'::text]))),
  constraint case_conditions_season_check CHECK ((season = 'planting'::text)),
  constraint case_conditions_unit_check CHECK ((unit = ANY (ARRAY['minute'::text, 'hour'::text, 'day'::text]))),
  constraint case_conditions_city_id_class_code_fkey FOREIGN KEY (city_id, class_code) REFERENCES case_classes(city_id, code),
  constraint case_conditions_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint case_conditions_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);
CREATE INDEX case_conditions_order ON case_conditions USING btree (city_id, class_code, no, id);
CREATE INDEX case_conditions_unit ON case_conditions USING btree (city_id, unit_id) WHERE (unit_id IS NOT NULL);

create table case_counted (
  city_id integer not null,
  case_id uuid not null,
  cell bigint not null,
  x integer not null,
  y integer not null,
  stage text not null,
  state text not null,
  unit_id uuid,
  class text,
  street_id uuid,
  constraint case_counted_pkey PRIMARY KEY (city_id, case_id),
  constraint case_counted_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table case_counted_heads (
  city_id integer not null,
  seq bigint not null,
  constraint case_counted_heads_pkey PRIMARY KEY (city_id),
  constraint case_counted_heads_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table case_numbers (
  city_id integer not null,
  on_day date not null,
  last integer not null,
  constraint case_numbers_pkey PRIMARY KEY (city_id, on_day),
  constraint case_numbers_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table case_photos (
  city_id integer not null,
  case_id uuid not null,
  evidence_id uuid not null,
  step text not null,
  constraint case_photos_pkey PRIMARY KEY (city_id, case_id, evidence_id),
  constraint case_photos_city_id_case_id_fkey FOREIGN KEY (city_id, case_id) REFERENCES cases(city_id, id),
  constraint case_photos_city_id_evidence_id_fkey FOREIGN KEY (city_id, evidence_id) REFERENCES evidence(city_id, id)
);
CREATE INDEX case_photos_evidence ON case_photos USING btree (city_id, evidence_id);

create table case_places (
  city_id integer not null,
  case_id uuid not null,
  district_id uuid,
  street_id uuid,
  community_id uuid,
  grid_id uuid,
  found text not null,
  why jsonb not null,
  constraint case_places_pkey PRIMARY KEY (city_id, case_id),
  constraint case_places_found_check CHECK ((found = ANY (ARRAY['grid'::text, 'area'::text, 'outside'::text, 'none'::text]))),
  constraint case_places_city_id_case_id_fkey FOREIGN KEY (city_id, case_id) REFERENCES cases(city_id, id),
  constraint case_places_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX case_places_lost ON case_places USING btree (city_id, case_id) WHERE (found = ANY (ARRAY['outside'::text, 'none'::text]));

create table case_squares (
  city_id integer not null,
  level smallint not null,
  facet text not null,
  value text not null,
  square bigint not null,
  stage text not null,
  state text not null,
  cases integer not null,
  x bigint not null,
  y bigint not null,
  constraint case_squares_pkey PRIMARY KEY (city_id, level, facet, value, square, stage, state),
  constraint case_squares_facet_check CHECK ((facet = ANY (ARRAY['all'::text, 'unit'::text, 'class'::text, 'street'::text]))),
  constraint case_squares_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table case_views (
  city_id integer not null,
  id uuid not null,
  person_id uuid not null,
  unit_id uuid,
  name text not null,
  filter jsonb not null,
  changed_at timestamp with time zone not null,
  constraint case_views_pkey PRIMARY KEY (city_id, id),
  constraint case_views_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint case_views_city_id_person_id_fkey FOREIGN KEY (city_id, person_id) REFERENCES people(city_id, id),
  constraint case_views_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);
CREATE INDEX case_views_person ON case_views USING btree (city_id, person_id, name);
CREATE INDEX case_views_unit ON case_views USING btree (city_id, unit_id, name) WHERE (unit_id IS NOT NULL);

create table cases (
  city_id integer not null,
  id uuid not null,
  no text not null,
  state text not null,
  text text not null,
  class text,
  point_id uuid,
  observation_id uuid,
  fact text,
  lng double precision,
  lat double precision,
  cell bigint,
  street_id uuid,
  unit_id uuid,
  reported_at timestamp with time zone not null,
  reported_by uuid,
  due_at timestamp with time zone,
  rectified_by uuid,
  closed_at timestamp with time zone,
  reopened integer not null default 0,
  version integer not null,
  changed_at timestamp with time zone not null,
  procedure integer not null default 0,
  stage text not null,
  ball text not null,
  ball_at timestamp with time zone not null,
  asked text,
  outcome text,
  exempt boolean not null default false,
  resumes_at timestamp with time zone,
  life jsonb not null,
  source text not null default 'desk'::text,
  address text not null default ''::text,
  external_id text,
  warn_at timestamp with time zone,
  constraint cases_pkey PRIMARY KEY (city_id, id),
  constraint cases_city_id_no_key UNIQUE (city_id, no),
  constraint cases_ball_check CHECK ((ball = ANY (ARRAY['desk'::text, 'collector'::text, 'unit'::text, 'checker'::text, 'nobody'::text]))),
  constraint cases_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'withoutWork'::text, 'refused'::text, 'void'::text, 'merged'::text]))),
  constraint cases_stage_check CHECK ((stage = ANY (ARRAY['reported'::text, 'dispatched'::text, 'rectified'::text, 'suspended'::text, 'closed'::text]))),
  constraint cases_city_id_observation_id_fkey FOREIGN KEY (city_id, observation_id) REFERENCES observations(city_id, id),
  constraint cases_city_id_point_id_fkey FOREIGN KEY (city_id, point_id) REFERENCES points(city_id, id),
  constraint cases_city_id_street_id_fkey FOREIGN KEY (city_id, street_id) REFERENCES areas(city_id, id),
  constraint cases_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);
CREATE INDEX cases_asked ON cases USING btree (city_id, asked, reported_at, id) WHERE (asked IS NOT NULL);
CREATE INDEX cases_cell ON cases USING btree (city_id, cell) WHERE (cell IS NOT NULL);
CREATE INDEX cases_changed ON cases USING btree (city_id, changed_at, id);
CREATE INDEX cases_class_closed ON cases USING btree (city_id, class, closed_at) WHERE (closed_at IS NOT NULL);
CREATE INDEX cases_closed ON cases USING btree (city_id, closed_at) WHERE (closed_at IS NOT NULL);
CREATE INDEX cases_due_order ON cases USING btree (city_id, COALESCE(due_at, '9999-12-31 00:00:00+00'::timestamp with time zone), id);
CREATE UNIQUE INDEX cases_external ON cases USING btree (city_id, source, external_id) WHERE (external_id IS NOT NULL);
CREATE INDEX cases_late ON cases USING btree (city_id, due_at, id) INCLUDE (cell) WHERE (stage = ANY (ARRAY['reported'::text, 'dispatched'::text]));
CREATE INDEX cases_observation ON cases USING btree (city_id, observation_id) WHERE (observation_id IS NOT NULL);
CREATE INDEX cases_point ON cases USING btree (city_id, point_id) WHERE (point_id IS NOT NULL);
CREATE INDEX cases_resuming ON cases USING btree (city_id, resumes_at, id) WHERE (resumes_at IS NOT NULL);
CREATE INDEX cases_source ON cases USING btree (city_id, source, reported_at, id) INCLUDE (cell);
CREATE INDEX cases_stage ON cases USING btree (city_id, stage, reported_at, id) INCLUDE (cell);
CREATE INDEX cases_state ON cases USING btree (city_id, state, reported_at, id);
CREATE INDEX cases_street ON cases USING btree (city_id, street_id, reported_at, id) INCLUDE (cell);
CREATE INDEX cases_time ON cases USING btree (city_id, reported_at, id) INCLUDE (cell);
CREATE INDEX cases_unit ON cases USING btree (city_id, unit_id, state, reported_at, id) INCLUDE (cell);
CREATE INDEX cases_unit_cell ON cases USING btree (city_id, unit_id, state, cell) INCLUDE (lng, lat, reported_at, id, class, stage, street_id);

create table cities (
  city_id integer not null,
  code text not null,
  name_zh text not null,
  name_en text not null default ''::text,
  kind text not null,
  parent_city_id integer,
  west double precision,
  south double precision,
  east double precision,
  north double precision,
  demo boolean not null default false,
  map_version uuid not null default gen_random_uuid(),
  attribution text not null default ''::text,
  time_zone text not null default 'Asia/Shanghai'::text,
  constraint cities_pkey PRIMARY KEY (city_id),
  constraint cities_city_id_code_key UNIQUE (city_id, code),
  constraint cities_not_below_county CHECK ((kind <> ALL (ARRAY['street'::text, 'town'::text, 'township'::text, 'community'::text, 'village'::text, 'grid'::text])))
);

create table closed_forms (
  city_id integer not null,
  form uuid not null,
  at timestamp with time zone not null,
  by uuid,
  constraint closed_forms_pkey PRIMARY KEY (city_id, form),
  constraint closed_forms_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint closed_forms_city_id_form_fkey FOREIGN KEY (city_id, form) REFERENCES forms(city_id, id)
);

create table column_mappings (
  city_id integer not null,
  kind text not null,
  signature text not null,
  mapping jsonb not null,
  saved_at timestamp with time zone not null,
  constraint column_mappings_pkey PRIMARY KEY (city_id, kind, signature),
  constraint column_mappings_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table complaints (
  city_id integer not null,
  id uuid not null,
  kind text not null,
  text text not null,
  page text not null default ''::text,
  unit_id uuid,
  at timestamp with time zone not null,
  answer text,
  answered_at timestamp with time zone,
  answered_by uuid,
  constraint complaints_pkey PRIMARY KEY (city_id, id),
  constraint complaints_kind_check CHECK ((kind = ANY (ARRAY['burden'::text, 'duplicate'::text, 'forced'::text, 'fault'::text, 'suggestion'::text, 'other'::text]))),
  constraint complaints_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint complaints_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);
CREATE INDEX complaints_answered ON complaints USING btree (city_id, COALESCE(answered_at, '9999-12-31 00:00:00+00'::timestamp with time zone), id);
CREATE INDEX complaints_at ON complaints USING btree (city_id, at DESC, id DESC);
CREATE INDEX complaints_kind ON complaints USING btree (city_id, kind, id);
CREATE INDEX complaints_open ON complaints USING btree (city_id, at DESC, id DESC) WHERE (answered_at IS NULL);

create table duplicate_rules (
  city_id integer not null,
  class text not null,
  radius_m integer not null,
  days integer not null,
  constraint duplicate_rules_pkey PRIMARY KEY (city_id, class),
  constraint duplicate_rules_days_check CHECK (((days >= 1) AND (days <= 3650))),
  constraint duplicate_rules_radius_m_check CHECK (((radius_m >= 1) AND (radius_m <= 1000))),
  constraint duplicate_rules_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table duties (
  city_id integer not null,
  id uuid not null,
  edition_id uuid not null,
  criterion text not null,
  area_id uuid,
  lead_unit_id uuid,
  leader_post_id uuid,
  person_post_id uuid,
  task text not null default ''::text,
  measure text not null default ''::text,
  effect text not null default ''::text,
  start_on date,
  due_on date,
  state text not null default 'open'::text,
  version integer not null default 1,
  changed_at timestamp with time zone not null,
  constraint duties_pkey PRIMARY KEY (city_id, id),
  constraint duties_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'dropped'::text]))),
  constraint duties_city_id_area_id_fkey FOREIGN KEY (city_id, area_id) REFERENCES areas(city_id, id),
  constraint duties_city_id_edition_id_fkey FOREIGN KEY (city_id, edition_id) REFERENCES editions(city_id, id),
  constraint duties_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint duties_city_id_lead_unit_id_fkey FOREIGN KEY (city_id, lead_unit_id) REFERENCES units(city_id, id),
  constraint duties_city_id_leader_post_id_fkey FOREIGN KEY (city_id, leader_post_id) REFERENCES posts(city_id, id),
  constraint duties_city_id_person_post_id_fkey FOREIGN KEY (city_id, person_post_id) REFERENCES posts(city_id, id)
);
CREATE INDEX duties_changed ON duties USING btree (city_id, changed_at, id);
CREATE INDEX duties_changed_order ON duties USING btree (city_id, edition_id, changed_at, id);
CREATE INDEX duties_due_order ON duties USING btree (city_id, edition_id, COALESCE(due_on, '9999-12-31'::date), id);
CREATE INDEX duties_edition ON duties USING btree (city_id, edition_id, criterion, id);
CREATE INDEX duties_lead ON duties USING btree (city_id, lead_unit_id, due_on);
CREATE INDEX duties_leader ON duties USING btree (city_id, leader_post_id) WHERE (leader_post_id IS NOT NULL);
CREATE INDEX duties_person ON duties USING btree (city_id, person_post_id) WHERE (person_post_id IS NOT NULL);
CREATE INDEX duties_state_order ON duties USING btree (city_id, edition_id, state, id);

create table duty_actions (
  city_id integer not null,
  id uuid not null,
  kind text not null,
  at timestamp with time zone not null,
  by uuid,
  duties integer not null,
  undone_at timestamp with time zone,
  constraint duty_actions_pkey PRIMARY KEY (city_id, id),
  constraint duty_actions_kind_check CHECK ((kind = ANY (ARRAY['bulk'::text, 'assign'::text, 'import'::text]))),
  constraint duty_actions_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX duty_actions_at ON duty_actions USING btree (city_id, at, id);

create table duty_changes (
  city_id integer not null,
  action_id uuid not null,
  duty_id uuid not null,
  before jsonb,
  version integer not null,
  constraint duty_changes_pkey PRIMARY KEY (city_id, action_id, duty_id),
  constraint duty_changes_city_id_action_id_fkey FOREIGN KEY (city_id, action_id) REFERENCES duty_actions(city_id, id),
  constraint duty_changes_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table duty_helpers (
  city_id integer not null,
  duty_id uuid not null,
  unit_id uuid not null,
  constraint duty_helpers_pkey PRIMARY KEY (city_id, duty_id, unit_id),
  constraint duty_helpers_city_id_duty_id_fkey FOREIGN KEY (city_id, duty_id) REFERENCES duties(city_id, id) ON DELETE CASCADE,
  constraint duty_helpers_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint duty_helpers_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);
CREATE INDEX duty_helpers_unit ON duty_helpers USING btree (city_id, unit_id);

create table duty_milestones (
  city_id integer not null,
  duty_id uuid not null,
  id uuid not null,
  title text not null,
  due_on date not null,
  done_on date,
  constraint duty_milestones_pkey PRIMARY KEY (city_id, duty_id, id),
  constraint duty_milestones_city_id_duty_id_fkey FOREIGN KEY (city_id, duty_id) REFERENCES duties(city_id, id) ON DELETE CASCADE,
  constraint duty_milestones_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table duty_points (
  city_id integer not null,
  duty_id uuid not null,
  point_id uuid not null,
  constraint duty_points_pkey PRIMARY KEY (city_id, duty_id, point_id),
  constraint duty_points_city_id_duty_id_fkey FOREIGN KEY (city_id, duty_id) REFERENCES duties(city_id, id) ON DELETE CASCADE,
  constraint duty_points_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint duty_points_city_id_point_id_fkey FOREIGN KEY (city_id, point_id) REFERENCES points(city_id, id)
);

create table editions (
  city_id integer not null,
  id uuid not null,
  standard text not null,
  edition text not null,
  title_zh text not null,
  title_en text not null default ''::text,
  status text not null,
  official boolean not null,
  version integer not null,
  hash text,
  criteria integer not null default 0,
  total integer not null default 0,
  content jsonb not null,
  changed_at timestamp with time zone not null,
  published_at timestamp with time zone,
  constraint editions_pkey PRIMARY KEY (city_id, id),
  constraint editions_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text, 'withdrawn'::text]))),
  constraint editions_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX editions_changed ON editions USING btree (city_id, changed_at DESC, id);
CREATE UNIQUE INDEX editions_published ON editions USING btree (city_id, standard, edition) WHERE (status = 'published'::text);

create table entry_codes (
  city_id integer not null,
  id uuid not null,
  code_hash text not null,
  account_id uuid not null,
  purpose text not null,
  way text not null,
  made_at timestamp with time zone not null,
  made_by uuid,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint entry_codes_pkey PRIMARY KEY (city_id, id),
  constraint entry_codes_city_id_code_hash_key UNIQUE (city_id, code_hash),
  constraint entry_codes_purpose_check CHECK ((purpose = ANY (ARRAY['invitation'::text, 'reset'::text]))),
  constraint entry_codes_way_check CHECK ((way = ANY (ARRAY['mail'::text, 'slip'::text]))),
  constraint entry_codes_city_id_account_id_fkey FOREIGN KEY (city_id, account_id) REFERENCES accounts(city_id, id),
  constraint entry_codes_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX entry_codes_account ON entry_codes USING btree (city_id, account_id, made_at);

create table erased_evidence (
  city_id integer not null,
  evidence_id uuid not null,
  event_id uuid not null,
  at timestamp with time zone not null,
  by uuid,
  gone_at timestamp with time zone,
  constraint erased_evidence_pkey PRIMARY KEY (city_id, evidence_id),
  constraint erased_evidence_city_id_evidence_id_fkey FOREIGN KEY (city_id, evidence_id) REFERENCES evidence(city_id, id),
  constraint erased_evidence_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX erased_evidence_there ON erased_evidence USING btree (city_id, at) WHERE (gone_at IS NULL);

create table event_heads (
  city_id integer not null,
  last bigint not null,
  constraint event_heads_pkey PRIMARY KEY (city_id),
  constraint event_heads_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table events (
  city_id integer not null,
  seq bigint not null,
  id uuid not null,
  kind text not null,
  thing uuid not null,
  at timestamp with time zone not null,
  by uuid,
  version integer not null default 1,
  data jsonb not null,
  post uuid,
  constraint events_pkey PRIMARY KEY (city_id, seq),
  constraint events_city_id_id_key UNIQUE (city_id, id)
);
CREATE INDEX events_by ON events USING btree (city_id, by, seq);
CREATE INDEX events_identity ON events USING btree (city_id, seq) WHERE (kind = ANY (ARRAY['identity.opened'::text, 'identity.erased'::text]));
CREATE INDEX events_kind ON events USING btree (city_id, kind, seq);
CREATE INDEX events_thing ON events USING btree (city_id, thing, seq);

create table evidence (
  city_id integer not null,
  id uuid not null,
  sha256 text not null,
  name text not null,
  media_type text not null,
  bytes bigint not null,
  width integer,
  height integer,
  taken_at timestamp with time zone,
  lng double precision,
  lat double precision,
  added_at timestamp with time zone not null,
  added_by uuid,
  constraint evidence_pkey PRIMARY KEY (city_id, id),
  constraint evidence_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX evidence_sha ON evidence USING btree (city_id, sha256);

create table evidence_marks (
  city_id integer not null,
  evidence_id uuid not null,
  hashes bytea,
  thumb bytea,
  camera jsonb not null,
  device text,
  device_at timestamp with time zone,
  sent_at timestamp with time zone,
  lng double precision,
  lat double precision,
  accuracy_m double precision,
  mocked boolean,
  number bigint,
  constraint evidence_marks_pkey PRIMARY KEY (city_id, evidence_id),
  constraint evidence_marks_city_id_evidence_id_fkey FOREIGN KEY (city_id, evidence_id) REFERENCES evidence(city_id, id)
);
CREATE INDEX evidence_marks_device ON evidence_marks USING btree (city_id, device, evidence_id) WHERE (device IS NOT NULL);
CREATE INDEX evidence_marks_model ON evidence_marks USING btree (city_id, ((camera ->> 'model'::text)), evidence_id) WHERE ((camera ->> 'model'::text) IS NOT NULL);
CREATE INDEX evidence_marks_new ON evidence_marks USING btree (city_id, evidence_id) WHERE (number IS NULL);
CREATE UNIQUE INDEX evidence_marks_number ON evidence_marks USING btree (city_id, number);

create table exemptions (
  city_id integer not null,
  id uuid not null,
  title_zh text not null,
  title_en text not null default ''::text,
  source text not null default ''::text,
  facts jsonb not null,
  area_id uuid,
  point_id uuid,
  shape jsonb,
  times jsonb not null,
  from_on date,
  to_on date,
  at timestamp with time zone not null,
  by uuid,
  ended_at timestamp with time zone,
  constraint exemptions_pkey PRIMARY KEY (city_id, id),
  constraint exemptions_check CHECK ((num_nonnulls(area_id, point_id, shape) = 1)),
  constraint exemptions_city_id_area_id_fkey FOREIGN KEY (city_id, area_id) REFERENCES areas(city_id, id),
  constraint exemptions_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint exemptions_city_id_point_id_fkey FOREIGN KEY (city_id, point_id) REFERENCES points(city_id, id)
);
CREATE INDEX exemptions_time ON exemptions USING btree (city_id, at, id);
CREATE INDEX exemptions_title ON exemptions USING btree (city_id, title_zh, id);

create table fact_counts (
  city_id integer not null,
  kind text not null,
  fact text not null,
  observations bigint not null,
  corrected bigint not null,
  constraint fact_counts_pkey PRIMARY KEY (city_id, kind, fact),
  constraint fact_counts_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table form_answers (
  city_id integer not null,
  id uuid not null,
  form uuid not null,
  answers jsonb not null,
  point_id uuid,
  filled_at timestamp with time zone not null,
  at timestamp with time zone not null,
  by uuid,
  fill jsonb,
  constraint form_answers_pkey PRIMARY KEY (city_id, id),
  constraint form_answers_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint form_answers_city_id_form_fkey FOREIGN KEY (city_id, form) REFERENCES forms(city_id, id),
  constraint form_answers_city_id_point_id_fkey FOREIGN KEY (city_id, point_id) REFERENCES points(city_id, id)
);
CREATE INDEX form_answers_filled ON form_answers USING btree (city_id, form, filled_at, id);
CREATE INDEX form_answers_time ON form_answers USING btree (city_id, form, at, id);

create table form_files (
  city_id integer not null,
  answer_id uuid not null,
  evidence_id uuid not null,
  constraint form_files_pkey PRIMARY KEY (city_id, answer_id, evidence_id),
  constraint form_files_city_id_answer_id_fkey FOREIGN KEY (city_id, answer_id) REFERENCES form_answers(city_id, id),
  constraint form_files_city_id_evidence_id_fkey FOREIGN KEY (city_id, evidence_id) REFERENCES evidence(city_id, id),
  constraint form_files_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX form_files_evidence ON form_files USING btree (city_id, evidence_id, answer_id);

create table forms (
  city_id integer not null,
  id uuid not null,
  form_id text not null,
  version text not null,
  title text not null,
  hash text not null,
  definition jsonb not null,
  xform text not null,
  questions integer not null,
  at timestamp with time zone not null,
  by uuid,
  constraint forms_pkey PRIMARY KEY (city_id, id),
  constraint forms_city_id_form_id_version_key UNIQUE (city_id, form_id, version),
  constraint forms_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX forms_time ON forms USING btree (city_id, at, id);
CREATE INDEX forms_title ON forms USING btree (city_id, title, id);

create table grids (
  city_id integer not null,
  id uuid not null,
  code text not null,
  area_id uuid not null,
  unit_id uuid,
  shape jsonb not null,
  area_m2 double precision not null,
  west double precision not null,
  south double precision not null,
  east double precision not null,
  north double precision not null,
  constraint grids_pkey PRIMARY KEY (city_id, id),
  constraint grids_city_id_code_key UNIQUE (city_id, code),
  constraint grids_city_id_area_id_fkey FOREIGN KEY (city_id, area_id) REFERENCES areas(city_id, id),
  constraint grids_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint grids_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);

create table handover_items (
  city_id integer not null,
  handover_id uuid not null,
  kind text not null,
  thing uuid not null,
  title text not null,
  due_on date,
  constraint handover_items_pkey PRIMARY KEY (city_id, handover_id, kind, thing),
  constraint handover_items_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint handover_items_city_id_handover_id_fkey FOREIGN KEY (city_id, handover_id) REFERENCES handovers(city_id, id)
);

create table handovers (
  city_id integer not null,
  id uuid not null,
  post_id uuid not null,
  from_person_id uuid,
  to_person_id uuid not null,
  to_post_id uuid,
  on_day date not null,
  note text not null default ''::text,
  made_at timestamp with time zone not null,
  made_by uuid,
  received_at timestamp with time zone,
  constraint handovers_pkey PRIMARY KEY (city_id, id),
  constraint handovers_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint handovers_city_id_from_person_id_fkey FOREIGN KEY (city_id, from_person_id) REFERENCES people(city_id, id),
  constraint handovers_city_id_post_id_fkey FOREIGN KEY (city_id, post_id) REFERENCES posts(city_id, id),
  constraint handovers_city_id_to_person_id_fkey FOREIGN KEY (city_id, to_person_id) REFERENCES people(city_id, id),
  constraint handovers_city_id_to_post_id_fkey FOREIGN KEY (city_id, to_post_id) REFERENCES posts(city_id, id)
);
CREATE INDEX handovers_day ON handovers USING btree (city_id, on_day, id);
CREATE INDEX handovers_from ON handovers USING btree (city_id, from_person_id, made_at);
CREATE INDEX handovers_made ON handovers USING btree (city_id, made_at DESC, id);
CREATE INDEX handovers_received ON handovers USING btree (city_id, COALESCE(received_at, '9999-12-31 00:00:00+00'::timestamp with time zone), id);
CREATE INDEX handovers_to ON handovers USING btree (city_id, to_person_id, made_at);

create table imports (
  city_id integer not null,
  id uuid not null,
  kind text not null,
  name text not null,
  sha256 text not null,
  bytes integer not null,
  file bytea,
  state text not null,
  version integer not null default 1,
  options jsonb not null,
  layouts jsonb,
  fixes jsonb not null,
  found jsonb,
  problem jsonb,
  result jsonb,
  added_at timestamp with time zone not null,
  added_by uuid,
  changed_at timestamp with time zone not null,
  constraint imports_pkey PRIMARY KEY (city_id, id),
  constraint imports_state_check CHECK ((state = ANY (ARRAY['reading'::text, 'previewed'::text, 'refused'::text, 'applied'::text, 'abandoned'::text]))),
  constraint imports_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX imports_added ON imports USING btree (city_id, added_at DESC, id);

create table known_devices (
  city_id integer not null,
  token_hash text not null,
  account_id uuid not null,
  since timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  constraint known_devices_pkey PRIMARY KEY (city_id, token_hash, account_id),
  constraint known_devices_city_id_account_id_fkey FOREIGN KEY (city_id, account_id) REFERENCES accounts(city_id, id),
  constraint known_devices_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX known_devices_account ON known_devices USING btree (city_id, account_id);

create table ledger_blocks (
  city_id integer not null,
  hash text not null,
  no bigint not null,
  leaves bytea not null,
  kinds text not null,
  constraint ledger_blocks_pkey PRIMARY KEY (city_id, hash, no),
  constraint ledger_blocks_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table ledger_heads (
  city_id integer not null,
  hash text not null,
  size bigint not null,
  at timestamp with time zone not null,
  note text not null,
  constraint ledger_heads_pkey PRIMARY KEY (city_id, hash, size, at),
  constraint ledger_heads_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table ledger_nodes (
  city_id integer not null,
  hash text not null,
  level integer not null,
  no bigint not null,
  node bytea not null,
  constraint ledger_nodes_pkey PRIMARY KEY (city_id, hash, level, no),
  constraint ledger_nodes_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table ledger_trees (
  city_id integer not null,
  hash text not null,
  size bigint not null,
  constraint ledger_trees_pkey PRIMARY KEY (city_id, hash),
  constraint ledger_trees_hash_check CHECK ((hash = ANY (ARRAY['sha256'::text, 'sm3'::text]))),
  constraint ledger_trees_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table map_layers (
  city_id integer not null,
  layer text not null,
  content jsonb not null,
  changed_at timestamp with time zone not null,
  constraint map_layers_pkey PRIMARY KEY (city_id, layer),
  constraint map_layers_layer_check CHECK ((layer = ANY (ARRAY['roads'::text, 'water'::text, 'green'::text]))),
  constraint map_layers_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table observation_photos (
  city_id integer not null,
  observation_id uuid not null,
  evidence_id uuid not null,
  constraint observation_photos_pkey PRIMARY KEY (city_id, observation_id, evidence_id),
  constraint observation_photos_city_id_evidence_id_fkey FOREIGN KEY (city_id, evidence_id) REFERENCES evidence(city_id, id),
  constraint observation_photos_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint observation_photos_city_id_observation_id_fkey FOREIGN KEY (city_id, observation_id) REFERENCES observations(city_id, id)
);
CREATE INDEX observation_photos_evidence ON observation_photos USING btree (city_id, evidence_id);

create table observations (
  city_id integer not null,
  seq bigint not null,
  id uuid not null,
  kind text not null,
  fact text not null,
  point_id uuid,
  area_id uuid,
  visit_id uuid,
  round_id uuid,
  survey_id uuid,
  grade text,
  factor integer,
  times integer not null default 1,
  value bigint,
  observed_at timestamp with time zone not null,
  by uuid,
  note text not null default ''::text,
  supersedes uuid,
  data jsonb,
  note_salt text,
  note_hash jsonb,
  constraint observations_pkey PRIMARY KEY (city_id, id),
  constraint observations_kind_check CHECK ((kind = ANY (ARRAY['check'::text, 'review'::text, 'opinion'::text, 'answer'::text, 'statistic'::text]))),
  constraint observations_city_id_area_id_fkey FOREIGN KEY (city_id, area_id) REFERENCES areas(city_id, id),
  constraint observations_city_id_point_id_fkey FOREIGN KEY (city_id, point_id) REFERENCES points(city_id, id),
  constraint observations_city_id_round_id_fkey FOREIGN KEY (city_id, round_id) REFERENCES rounds(city_id, id),
  constraint observations_city_id_survey_id_fkey FOREIGN KEY (city_id, survey_id) REFERENCES surveys(city_id, id),
  constraint observations_city_id_visit_id_fkey FOREIGN KEY (city_id, visit_id) REFERENCES visits(city_id, id)
);
CREATE INDEX observations_at ON observations USING btree (city_id, observed_at);
CREATE INDEX observations_fact ON observations USING btree (city_id, fact, observed_at DESC);
CREATE INDEX observations_point ON observations USING btree (city_id, point_id, fact);
CREATE INDEX observations_records ON observations USING btree (city_id, kind, observed_at) WHERE (kind = ANY (ARRAY['review'::text, 'opinion'::text, 'statistic'::text]));
CREATE INDEX observations_round ON observations USING btree (city_id, round_id, observed_at);
CREATE UNIQUE INDEX observations_seq ON observations USING btree (city_id, seq);
CREATE UNIQUE INDEX observations_supersedes ON observations USING btree (city_id, supersedes) WHERE (supersedes IS NOT NULL);
CREATE INDEX observations_survey ON observations USING btree (city_id, survey_id) WHERE (survey_id IS NOT NULL);
CREATE INDEX observations_visit ON observations USING btree (city_id, visit_id);

create table open311_endpoints (
  city_id integer not null,
  id uuid not null,
  title text not null,
  url text not null,
  jurisdiction text not null default ''::text,
  api_key text,
  classes jsonb not null default '{}'::jsonb,
  pulls boolean not null default true,
  pushes boolean not null default false,
  seen_at timestamp with time zone,
  asked_at timestamp with time zone,
  problem text,
  changed_at timestamp with time zone not null,
  constraint open311_endpoints_pkey PRIMARY KEY (city_id, id),
  constraint open311_endpoints_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table open311_requests (
  city_id integer not null,
  endpoint_id uuid not null,
  request_id text not null,
  case_id uuid not null,
  status text not null,
  updated_at timestamp with time zone not null,
  told_version integer not null,
  constraint open311_requests_pkey PRIMARY KEY (city_id, endpoint_id, request_id),
  constraint open311_requests_city_id_case_id_fkey FOREIGN KEY (city_id, case_id) REFERENCES cases(city_id, id),
  constraint open311_requests_city_id_endpoint_id_fkey FOREIGN KEY (city_id, endpoint_id) REFERENCES open311_endpoints(city_id, id),
  constraint open311_requests_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX open311_requests_case ON open311_requests USING btree (city_id, case_id);

create table open_steps (
  city_id integer not null,
  token_hash text not null,
  kind text not null,
  account_id uuid,
  data jsonb not null,
  expires_at timestamp with time zone not null,
  constraint open_steps_pkey PRIMARY KEY (city_id, token_hash),
  constraint open_steps_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX open_steps_expires ON open_steps USING btree (city_id, expires_at);

create table owner_rules (
  city_id integer not null,
  id uuid not null,
  class text not null default ''::text,
  area_id uuid,
  unit_id uuid,
  unit_kind text,
  note text not null default ''::text,
  changed_at timestamp with time zone not null,
  constraint owner_rules_pkey PRIMARY KEY (city_id, id),
  constraint owner_rules_check CHECK (((unit_id IS NULL) <> (unit_kind IS NULL))),
  constraint owner_rules_city_id_area_id_fkey FOREIGN KEY (city_id, area_id) REFERENCES areas(city_id, id),
  constraint owner_rules_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint owner_rules_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);
CREATE INDEX owner_rules_changed ON owner_rules USING btree (city_id, changed_at, id);
CREATE UNIQUE INDEX owner_rules_once ON owner_rules USING btree (city_id, class, COALESCE(area_id, '00000000-0000-0000-0000-000000000000'::uuid));

create table passkeys (
  city_id integer not null,
  id text not null,
  account_id uuid not null,
  public_key text not null,
  counter bigint not null,
  transports text not null default ''::text,
  name text not null,
  added_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint passkeys_pkey PRIMARY KEY (city_id, id),
  constraint passkeys_city_id_account_id_fkey FOREIGN KEY (city_id, account_id) REFERENCES accounts(city_id, id),
  constraint passkeys_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX passkeys_account ON passkeys USING btree (city_id, account_id);

create table people (
  city_id integer not null,
  id uuid not null,
  name text not null,
  phone text,
  code text,
  constraint people_pkey PRIMARY KEY (city_id, id),
  constraint people_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE UNIQUE INDEX people_code ON people USING btree (city_id, code) WHERE (code IS NOT NULL);
CREATE INDEX people_name ON people USING btree (city_id, name, id);

create table photo_check_heads (
  city_id integer not null,
  last bigint not null,
  constraint photo_check_heads_pkey PRIMARY KEY (city_id),
  constraint photo_check_heads_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table photo_checks (
  city_id integer not null,
  evidence_id uuid not null,
  about uuid not null,
  at timestamp with time zone not null,
  ran jsonb not null,
  constraint photo_checks_pkey PRIMARY KEY (city_id, evidence_id, about),
  constraint photo_checks_city_id_evidence_id_fkey FOREIGN KEY (city_id, evidence_id) REFERENCES evidence(city_id, id),
  constraint photo_checks_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table photo_facts (
  city_id integer not null,
  id uuid not null,
  evidence_id uuid not null,
  about uuid not null,
  about_kind text not null,
  point_id uuid,
  check_id text not null,
  version integer not null,
  reason text not null,
  details jsonb not null,
  at timestamp with time zone not null,
  constraint photo_facts_pkey PRIMARY KEY (city_id, id),
  constraint photo_facts_about_kind_check CHECK ((about_kind = ANY (ARRAY['visit'::text, 'observation'::text, 'case'::text]))),
  constraint photo_facts_city_id_evidence_id_about_fkey FOREIGN KEY (city_id, evidence_id, about) REFERENCES photo_checks(city_id, evidence_id, about),
  constraint photo_facts_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint photo_facts_city_id_point_id_fkey FOREIGN KEY (city_id, point_id) REFERENCES points(city_id, id)
);
CREATE INDEX photo_facts_about ON photo_facts USING btree (city_id, about, at, id);
CREATE INDEX photo_facts_at ON photo_facts USING btree (city_id, at, id);
CREATE INDEX photo_facts_check ON photo_facts USING btree (city_id, check_id, at, id);
CREATE INDEX photo_facts_photo ON photo_facts USING btree (city_id, evidence_id, at, id);

create table photo_looks (
  city_id integer not null,
  fact_id uuid not null,
  at timestamp with time zone not null,
  by uuid not null,
  note text not null default ''::text,
  constraint photo_looks_pkey PRIMARY KEY (city_id, fact_id),
  constraint photo_looks_city_id_fact_id_fkey FOREIGN KEY (city_id, fact_id) REFERENCES photo_facts(city_id, id),
  constraint photo_looks_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table points (
  city_id integer not null,
  id uuid not null,
  code text not null,
  type text not null,
  name_zh text not null,
  name_en text not null default ''::text,
  address text not null default ''::text,
  lng double precision not null,
  lat double precision not null,
  cell bigint not null,
  district_id uuid,
  street_id uuid,
  community_id uuid,
  grid_id uuid,
  unit_id uuid,
  retired_on date,
  version integer not null default 1,
  constraint points_pkey PRIMARY KEY (city_id, id),
  constraint points_city_id_code_key UNIQUE (city_id, code),
  constraint points_city_id_community_id_fkey FOREIGN KEY (city_id, community_id) REFERENCES areas(city_id, id),
  constraint points_city_id_district_id_fkey FOREIGN KEY (city_id, district_id) REFERENCES areas(city_id, id),
  constraint points_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint points_city_id_grid_id_fkey FOREIGN KEY (city_id, grid_id) REFERENCES grids(city_id, id),
  constraint points_city_id_street_id_fkey FOREIGN KEY (city_id, street_id) REFERENCES areas(city_id, id),
  constraint points_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);
CREATE INDEX points_cell ON points USING btree (city_id, cell) INCLUDE (lng, lat) WHERE (retired_on IS NULL);
CREATE INDEX points_community ON points USING btree (city_id, community_id, code);
CREATE INDEX points_district ON points USING btree (city_id, district_id, code);
CREATE INDEX points_name ON points USING btree (city_id, name_zh, code);
CREATE INDEX points_street ON points USING btree (city_id, street_id, code);
CREATE INDEX points_type ON points USING btree (city_id, type, code);
CREATE INDEX points_unit ON points USING btree (city_id, unit_id, code);

create table policy_waivers (
  city_id integer not null,
  id uuid not null,
  policy text not null,
  basis text not null,
  approval_no text not null,
  until_on date,
  at timestamp with time zone not null,
  by uuid not null,
  ended_at timestamp with time zone,
  ended_by uuid,
  constraint policy_waivers_pkey PRIMARY KEY (city_id, id),
  constraint policy_waivers_approval_no_check CHECK ((approval_no <> ''::text)),
  constraint policy_waivers_basis_check CHECK ((basis <> ''::text)),
  constraint policy_waivers_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE UNIQUE INDEX policy_waivers_open ON policy_waivers USING btree (city_id, policy) WHERE (ended_at IS NULL);

create table post_deputies (
  city_id integer not null,
  id uuid not null,
  post_id uuid not null,
  person_id uuid not null,
  from_on date not null,
  to_on date not null,
  reason text not null default ''::text,
  ended_on date,
  set_at timestamp with time zone not null,
  set_by uuid,
  constraint post_deputies_pkey PRIMARY KEY (city_id, id),
  constraint post_deputies_check CHECK ((to_on >= from_on)),
  constraint post_deputies_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint post_deputies_city_id_person_id_fkey FOREIGN KEY (city_id, person_id) REFERENCES people(city_id, id),
  constraint post_deputies_city_id_post_id_fkey FOREIGN KEY (city_id, post_id) REFERENCES posts(city_id, id)
);
CREATE INDEX post_deputies_person ON post_deputies USING btree (city_id, person_id, to_on);
CREATE INDEX post_deputies_post ON post_deputies USING btree (city_id, post_id, to_on);

create table post_holders (
  city_id integer not null,
  post_id uuid not null,
  person_id uuid not null,
  from_on date not null,
  to_on date,
  constraint post_holders_pkey PRIMARY KEY (city_id, post_id, person_id, from_on),
  constraint post_holders_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint post_holders_city_id_person_id_fkey FOREIGN KEY (city_id, person_id) REFERENCES people(city_id, id),
  constraint post_holders_city_id_post_id_fkey FOREIGN KEY (city_id, post_id) REFERENCES posts(city_id, id)
);
CREATE INDEX post_holders_now ON post_holders USING btree (city_id, post_id, to_on);
CREATE INDEX post_holders_person ON post_holders USING btree (city_id, person_id);

create table posts (
  city_id integer not null,
  id uuid not null,
  unit_id uuid not null,
  title_zh text not null,
  title_en text not null default ''::text,
  leads boolean not null default false,
  role text,
  area_id uuid,
  constraint posts_pkey PRIMARY KEY (city_id, id),
  constraint posts_city_id_area_id_fkey FOREIGN KEY (city_id, area_id) REFERENCES areas(city_id, id),
  constraint posts_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint posts_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);
CREATE INDEX posts_unit ON posts USING btree (city_id, unit_id);

create table procedures (
  city_id integer not null,
  version integer not null,
  id uuid not null,
  document text not null,
  hash text not null,
  moves text not null,
  note text not null,
  at timestamp with time zone not null,
  by uuid not null,
  constraint procedures_pkey PRIMARY KEY (city_id, version),
  constraint procedures_city_id_id_key UNIQUE (city_id, id),
  constraint procedures_moves_check CHECK ((moves = ANY (ARRAY['new'::text, 'open'::text]))),
  constraint procedures_version_check CHECK ((version > 0)),
  constraint procedures_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table programmes (
  city_id integer not null,
  code text not null,
  title_zh text not null,
  title_en text not null default ''::text,
  standard text not null,
  rules jsonb not null,
  constraint programmes_pkey PRIMARY KEY (city_id, code),
  constraint programmes_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table public_answers (
  city_id integer not null,
  id uuid not null,
  case_id uuid not null,
  text text not null,
  at timestamp with time zone not null,
  by uuid,
  constraint public_answers_pkey PRIMARY KEY (city_id, id),
  constraint public_answers_city_id_case_id_fkey FOREIGN KEY (city_id, case_id) REFERENCES cases(city_id, id),
  constraint public_answers_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX public_answers_case ON public_answers USING btree (city_id, case_id, at);
CREATE INDEX public_answers_time ON public_answers USING btree (city_id, at, id);

create table public_kinds (
  city_id integer not null,
  code text not null,
  title_zh text not null,
  title_en text not null default ''::text,
  about_zh text not null default ''::text,
  about_en text not null default ''::text,
  family_zh text not null default ''::text,
  family_en text not null default ''::text,
  keywords text not null default ''::text,
  class text,
  checked boolean not null default false,
  attributes jsonb not null default '[]'::jsonb,
  position integer not null,
  constraint public_kinds_pkey PRIMARY KEY (city_id, code),
  constraint public_kinds_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table public_reports (
  city_id integer not null,
  case_id uuid not null,
  kind text not null,
  token_hash text not null,
  at timestamp with time zone not null,
  constraint public_reports_pkey PRIMARY KEY (city_id, case_id),
  constraint public_reports_city_id_token_hash_key UNIQUE (city_id, token_hash),
  constraint public_reports_city_id_case_id_fkey FOREIGN KEY (city_id, case_id) REFERENCES cases(city_id, id),
  constraint public_reports_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX public_reports_time ON public_reports USING btree (city_id, at, case_id);

create table receipts (
  city_id integer not null,
  account_id uuid not null,
  key text not null,
  route text not null,
  input_hash text not null,
  status integer not null,
  answer jsonb,
  at timestamp with time zone not null,
  constraint receipts_pkey PRIMARY KEY (city_id, account_id, key),
  constraint receipts_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table recheck_draws (
  city_id integer not null,
  on_day date not null,
  round_id uuid,
  frame jsonb not null,
  drawn integer not null,
  made_at timestamp with time zone not null,
  constraint recheck_draws_pkey PRIMARY KEY (city_id, on_day),
  constraint recheck_draws_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint recheck_draws_city_id_on_day_fkey FOREIGN KEY (city_id, on_day) REFERENCES recheck_seeds(city_id, on_day),
  constraint recheck_draws_city_id_round_id_fkey FOREIGN KEY (city_id, round_id) REFERENCES rounds(city_id, id)
);

create table recheck_seeds (
  city_id integer not null,
  on_day date not null,
  seed text not null,
  commitment text not null,
  committed_at timestamp with time zone not null,
  constraint recheck_seeds_pkey PRIMARY KEY (city_id, on_day),
  constraint recheck_seeds_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table rechecks (
  city_id integer not null,
  id uuid not null,
  case_id uuid not null,
  after_days integer not null,
  drawn_on date not null,
  due_on date not null,
  round_id uuid not null,
  point_id uuid,
  not_by uuid[] not null,
  state text not null,
  done_at timestamp with time zone,
  done_by uuid,
  visit_id uuid,
  note text not null default ''::text,
  new_case_id uuid,
  constraint rechecks_pkey PRIMARY KEY (city_id, id),
  constraint rechecks_city_id_case_id_after_days_key UNIQUE (city_id, case_id, after_days),
  constraint rechecks_state_check CHECK ((state = ANY (ARRAY['open'::text, 'kept'::text, 'failed'::text]))),
  constraint rechecks_city_id_case_id_fkey FOREIGN KEY (city_id, case_id) REFERENCES cases(city_id, id),
  constraint rechecks_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint rechecks_city_id_new_case_id_fkey FOREIGN KEY (city_id, new_case_id) REFERENCES cases(city_id, id),
  constraint rechecks_city_id_point_id_fkey FOREIGN KEY (city_id, point_id) REFERENCES points(city_id, id),
  constraint rechecks_city_id_round_id_fkey FOREIGN KEY (city_id, round_id) REFERENCES rounds(city_id, id)
);
CREATE INDEX rechecks_due ON rechecks USING btree (city_id, due_on, id);
CREATE INDEX rechecks_new_case ON rechecks USING btree (city_id, new_case_id) WHERE (new_case_id IS NOT NULL);
CREATE INDEX rechecks_round ON rechecks USING btree (city_id, round_id, point_id);
CREATE INDEX rechecks_state ON rechecks USING btree (city_id, state, due_on, id);

create table recovery_codes (
  city_id integer not null,
  account_id uuid not null,
  code_hash text not null,
  used_at timestamp with time zone,
  constraint recovery_codes_pkey PRIMARY KEY (city_id, account_id, code_hash),
  constraint recovery_codes_city_id_account_id_fkey FOREIGN KEY (city_id, account_id) REFERENCES accounts(city_id, id),
  constraint recovery_codes_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table recurrence_marks (
  city_id integer not null,
  until timestamp with time zone not null,
  constraint recurrence_marks_pkey PRIMARY KEY (city_id),
  constraint recurrence_marks_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table recurrences (
  city_id integer not null,
  of_case_id uuid not null,
  by_case_id uuid not null,
  metres integer not null,
  days integer not null,
  found_at timestamp with time zone not null,
  constraint recurrences_pkey PRIMARY KEY (city_id, of_case_id, by_case_id),
  constraint recurrences_city_id_by_case_id_fkey FOREIGN KEY (city_id, by_case_id) REFERENCES cases(city_id, id),
  constraint recurrences_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint recurrences_city_id_of_case_id_fkey FOREIGN KEY (city_id, of_case_id) REFERENCES cases(city_id, id)
);
CREATE INDEX recurrences_by ON recurrences USING btree (city_id, by_case_id);

create table repeat_rules (
  city_id integer not null,
  id uuid not null,
  unit_id uuid,
  class text,
  share integer,
  metres integer,
  days integer,
  after integer[],
  constraint repeat_rules_pkey PRIMARY KEY (city_id, id),
  constraint repeat_rules_city_id_unit_id_class_key UNIQUE NULLS NOT DISTINCT (city_id, unit_id, class),
  constraint repeat_rules_days_check CHECK (((days >= 1) AND (days <= 730))),
  constraint repeat_rules_metres_check CHECK (((metres >= 1) AND (metres <= 5000))),
  constraint repeat_rules_share_check CHECK (((share >= 0) AND (share <= 1000))),
  constraint repeat_rules_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint repeat_rules_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);

create table results (
  city_id integer not null,
  id uuid not null,
  year integer not null,
  standard text not null,
  subject text not null,
  method text,
  criterion text,
  got integer,
  of integer not null,
  target integer,
  source text not null default ''::text,
  entered_at timestamp with time zone not null,
  by uuid,
  seq bigint not null default 0,
  removed boolean not null default false,
  constraint results_pkey PRIMARY KEY (city_id, id, seq),
  constraint results_of_check CHECK ((of > 0)),
  constraint results_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX results_standard ON results USING btree (city_id, standard, year DESC, id DESC);
CREATE INDEX results_year ON results USING btree (city_id, year DESC, id DESC);

create table retention_rules (
  city_id integer not null,
  kind text not null,
  days integer not null,
  basis text not null,
  changed_at timestamp with time zone not null,
  changed_by uuid,
  constraint retention_rules_pkey PRIMARY KEY (city_id, kind),
  constraint retention_rules_days_check CHECK ((days > 0)),
  constraint retention_rules_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table retention_runs (
  city_id integer not null,
  id uuid not null,
  at timestamp with time zone not null,
  by uuid,
  report jsonb not null,
  constraint retention_runs_pkey PRIMARY KEY (city_id, id),
  constraint retention_runs_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX retention_runs_at ON retention_runs USING btree (city_id, at DESC, id DESC);

create table rollups (
  city_id integer not null,
  period text not null,
  score integer,
  total integer,
  reported integer not null,
  dispatched integer not null,
  rectified integer not null,
  closed integer not null,
  overdue integer not null,
  on_time integer,
  published_at timestamp with time zone not null,
  published_by uuid,
  constraint rollups_pkey PRIMARY KEY (city_id, period),
  constraint rollups_period_check CHECK ((period ~ '^\d{4}-\d{2}$'::text)),
  constraint rollups_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table round_kinds (
  city_id integer not null,
  id uuid not null,
  title_zh text not null,
  title_en text not null default ''::text,
  means text not null,
  changed_at timestamp with time zone not null,
  changed_by uuid,
  retired_at timestamp with time zone,
  constraint round_kinds_pkey PRIMARY KEY (city_id, id),
  constraint round_kinds_means_check CHECK ((means = ANY (ARRAY['daily'::text, 'weekly'::text, 'monthly'::text, 'mock'::text, 'thirdParty'::text, 'announced'::text, 'recheck'::text, 'sweep'::text, 'campaign'::text]))),
  constraint round_kinds_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX round_kinds_title ON round_kinds USING btree (city_id, title_zh, id);

create table round_points (
  city_id integer not null,
  round_id uuid not null,
  point_id uuid not null,
  person_id uuid,
  step integer,
  because jsonb not null default '{}'::jsonb,
  added_at timestamp with time zone not null,
  added_by uuid,
  constraint round_points_pkey PRIMARY KEY (city_id, round_id, point_id),
  constraint round_points_city_id_fkey1 FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint round_points_city_id_person_id_fkey FOREIGN KEY (city_id, person_id) REFERENCES people(city_id, id),
  constraint round_points_city_id_point_id_fkey1 FOREIGN KEY (city_id, point_id) REFERENCES points(city_id, id),
  constraint round_points_city_id_round_id_fkey1 FOREIGN KEY (city_id, round_id) REFERENCES rounds(city_id, id)
);
CREATE INDEX round_points_person ON round_points USING btree (city_id, person_id, round_id, step) WHERE (person_id IS NOT NULL);
CREATE INDEX round_points_point ON round_points USING btree (city_id, point_id);
CREATE INDEX round_points_step ON round_points USING btree (city_id, round_id, COALESCE(step, 1000000), point_id);

create table round_reached (
  city_id integer not null,
  round_id uuid not null,
  point_id uuid not null,
  constraint round_reached_pkey PRIMARY KEY (city_id, round_id, point_id),
  constraint round_points_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint round_points_city_id_point_id_fkey FOREIGN KEY (city_id, point_id) REFERENCES points(city_id, id),
  constraint round_points_city_id_round_id_fkey FOREIGN KEY (city_id, round_id) REFERENCES rounds(city_id, id)
);

create table rounds (
  city_id integer not null,
  id uuid not null,
  kind text not null,
  title_zh text not null,
  title_en text not null default ''::text,
  from_on date not null,
  to_on date not null,
  visits integer not null default 0,
  points integer not null default 0,
  sealed boolean not null default false,
  edition_id uuid,
  part text,
  area_id uuid,
  unit_id uuid,
  because jsonb not null default '{}'::jsonb,
  planned integer not null default 0,
  done integer not null default 0,
  named_kind uuid,
  constraint rounds_pkey PRIMARY KEY (city_id, id),
  constraint rounds_kind_check CHECK ((kind = ANY (ARRAY['daily'::text, 'weekly'::text, 'monthly'::text, 'mock'::text, 'thirdParty'::text, 'announced'::text, 'recheck'::text, 'sweep'::text, 'campaign'::text, 'survey'::text, 'review'::text, 'statistics'::text, 'import'::text]))),
  constraint rounds_area FOREIGN KEY (city_id, area_id) REFERENCES areas(city_id, id),
  constraint rounds_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint rounds_edition FOREIGN KEY (city_id, edition_id) REFERENCES editions(city_id, id),
  constraint rounds_named_kind FOREIGN KEY (city_id, named_kind) REFERENCES round_kinds(city_id, id),
  constraint rounds_unit FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);
CREATE INDEX rounds_because ON rounds USING btree (city_id, ((because ->> 'case'::text))) WHERE (because ? 'case'::text);
CREATE INDEX rounds_named_kind ON rounds USING btree (city_id, named_kind) WHERE (named_kind IS NOT NULL);
CREATE INDEX rounds_time ON rounds USING btree (city_id, from_on, id);

create table route_points (
  city_id integer not null,
  route_id uuid not null,
  step integer not null,
  point_id uuid not null,
  constraint route_points_pkey PRIMARY KEY (city_id, route_id, step),
  constraint route_points_city_id_route_id_point_id_key UNIQUE (city_id, route_id, point_id),
  constraint route_points_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint route_points_city_id_point_id_fkey FOREIGN KEY (city_id, point_id) REFERENCES points(city_id, id),
  constraint route_points_city_id_route_id_fkey FOREIGN KEY (city_id, route_id) REFERENCES routes(city_id, id)
);
CREATE INDEX route_points_point ON route_points USING btree (city_id, point_id);

create table routes (
  city_id integer not null,
  id uuid not null,
  title_zh text not null,
  title_en text not null default ''::text,
  points integer not null,
  changed_at timestamp with time zone not null,
  changed_by uuid,
  retired_at timestamp with time zone,
  constraint routes_pkey PRIMARY KEY (city_id, id),
  constraint routes_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX routes_title ON routes USING btree (city_id, title_zh, id) WHERE (retired_at IS NULL);

create table sample_frames (
  city_id integer not null,
  sample_id uuid not null,
  point_id uuid not null,
  stratum text not null,
  size double precision not null,
  constraint sample_frames_pkey PRIMARY KEY (city_id, sample_id, point_id),
  constraint sample_frames_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint sample_frames_city_id_point_id_fkey FOREIGN KEY (city_id, point_id) REFERENCES points(city_id, id),
  constraint sample_frames_city_id_sample_id_fkey FOREIGN KEY (city_id, sample_id) REFERENCES samples(city_id, id)
);

create table sample_points (
  city_id integer not null,
  sample_id uuid not null,
  point_id uuid not null,
  stratum text not null,
  size double precision not null,
  place integer not null,
  drawn boolean not null,
  chance double precision not null,
  constraint sample_points_pkey PRIMARY KEY (city_id, sample_id, point_id),
  constraint sample_points_city_id_sample_id_stratum_place_key UNIQUE (city_id, sample_id, stratum, place),
  constraint sample_points_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint sample_points_city_id_sample_id_point_id_fkey FOREIGN KEY (city_id, sample_id, point_id) REFERENCES sample_frames(city_id, sample_id, point_id)
);
CREATE INDEX sample_points_point ON sample_points USING btree (city_id, point_id);

create table sample_readers (
  city_id integer not null,
  sample_id uuid not null,
  person_id uuid not null,
  at timestamp with time zone not null,
  by uuid,
  constraint sample_readers_pkey PRIMARY KEY (city_id, sample_id, person_id),
  constraint sample_readers_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint sample_readers_city_id_person_id_fkey FOREIGN KEY (city_id, person_id) REFERENCES people(city_id, id),
  constraint sample_readers_city_id_sample_id_fkey FOREIGN KEY (city_id, sample_id) REFERENCES samples(city_id, id)
);

create table sample_replacements (
  city_id integer not null,
  id uuid not null,
  sample_id uuid not null,
  point_id uuid not null,
  by_point_id uuid not null,
  reason text not null,
  at timestamp with time zone not null,
  by uuid not null,
  constraint sample_replacements_pkey PRIMARY KEY (city_id, id),
  constraint sample_replacements_city_id_sample_id_by_point_id_key UNIQUE (city_id, sample_id, by_point_id),
  constraint sample_replacements_city_id_sample_id_point_id_key UNIQUE (city_id, sample_id, point_id),
  constraint sample_replacements_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint sample_replacements_city_id_sample_id_by_point_id_fkey FOREIGN KEY (city_id, sample_id, by_point_id) REFERENCES sample_points(city_id, sample_id, point_id),
  constraint sample_replacements_city_id_sample_id_point_id_fkey FOREIGN KEY (city_id, sample_id, point_id) REFERENCES sample_points(city_id, sample_id, point_id)
);

create table sample_seeds (
  city_id integer not null,
  sample_id uuid not null,
  seed text not null,
  constraint sample_seeds_pkey PRIMARY KEY (city_id, sample_id),
  constraint sample_seeds_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint sample_seeds_city_id_sample_id_fkey FOREIGN KEY (city_id, sample_id) REFERENCES samples(city_id, id)
);

create table sample_walks (
  city_id integer not null,
  sample_id uuid not null,
  point_id uuid not null,
  person_id uuid not null,
  step integer not null,
  constraint sample_walks_pkey PRIMARY KEY (city_id, sample_id, point_id),
  constraint sample_walks_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint sample_walks_city_id_person_id_fkey FOREIGN KEY (city_id, person_id) REFERENCES people(city_id, id),
  constraint sample_walks_city_id_sample_id_point_id_fkey FOREIGN KEY (city_id, sample_id, point_id) REFERENCES sample_points(city_id, sample_id, point_id)
);
CREATE INDEX sample_walks_person ON sample_walks USING btree (city_id, person_id, sample_id, step);

create table samples (
  city_id integer not null,
  id uuid not null,
  round_id uuid not null,
  plan jsonb not null,
  unit_id uuid not null,
  sealed boolean not null,
  release_at timestamp with time zone,
  commitment text not null,
  frame_hash text not null,
  committed_at timestamp with time zone not null,
  committed_by uuid not null,
  frame_points integer not null,
  drawn_points integer not null default 0,
  witness text,
  drawn_at timestamp with time zone,
  released_at timestamp with time zone,
  constraint samples_pkey PRIMARY KEY (city_id, id),
  constraint samples_city_id_round_id_key UNIQUE (city_id, round_id),
  constraint samples_check CHECK (((NOT sealed) OR (release_at IS NOT NULL))),
  constraint samples_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint samples_city_id_round_id_fkey FOREIGN KEY (city_id, round_id) REFERENCES rounds(city_id, id),
  constraint samples_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);
CREATE INDEX samples_due ON samples USING btree (city_id, release_at) WHERE (released_at IS NULL);
CREATE INDEX samples_time ON samples USING btree (city_id, committed_at, id);
CREATE INDEX samples_unit ON samples USING btree (city_id, unit_id, committed_at, id);

create table score_grounds (
  city_id integer not null,
  hash text not null,
  places jsonb not null,
  constraint score_grounds_pkey PRIMARY KEY (city_id, hash),
  constraint score_grounds_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table scores (
  city_id integer not null,
  id uuid not null,
  edition_id uuid not null,
  title_zh text not null,
  title_en text not null default ''::text,
  basis jsonb not null,
  basis_hash text not null,
  got integer not null,
  of integer not null,
  full_points integer not null,
  result jsonb not null,
  made_at timestamp with time zone not null,
  made_by uuid,
  constraint scores_pkey PRIMARY KEY (city_id, id),
  constraint scores_city_id_edition_id_fkey FOREIGN KEY (city_id, edition_id) REFERENCES editions(city_id, id),
  constraint scores_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX scores_edition ON scores USING btree (city_id, edition_id, made_at DESC, id DESC);
CREATE INDEX scores_time ON scores USING btree (city_id, made_at DESC, id DESC);

create table sealed_visits (
  city_id integer not null,
  id uuid not null,
  sample_id uuid not null,
  point_id uuid not null,
  visit jsonb not null,
  received_at timestamp with time zone not null,
  by uuid not null,
  constraint sealed_visits_pkey PRIMARY KEY (city_id, id),
  constraint sealed_visits_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint sealed_visits_city_id_sample_id_point_id_fkey FOREIGN KEY (city_id, sample_id, point_id) REFERENCES sample_points(city_id, sample_id, point_id)
);
CREATE INDEX sealed_visits_point ON sealed_visits USING btree (city_id, sample_id, point_id);
CREATE INDEX sealed_visits_sample ON sealed_visits USING btree (city_id, sample_id, id);

create table second_factors (
  city_id integer not null,
  account_id uuid not null,
  secret text not null,
  last_step bigint not null default 0,
  since timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  constraint second_factors_pkey PRIMARY KEY (city_id, account_id),
  constraint second_factors_city_id_account_id_fkey FOREIGN KEY (city_id, account_id) REFERENCES accounts(city_id, id),
  constraint second_factors_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table sessions (
  city_id integer not null,
  token_hash text not null,
  account_id uuid not null,
  started_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  post_id uuid,
  id uuid not null default gen_random_uuid(),
  way text not null default 'password'::text,
  device text not null default ''::text,
  address text not null default ''::text,
  seen_at timestamp with time zone,
  proved_at timestamp with time zone,
  strong boolean not null default false,
  constraint sessions_pkey PRIMARY KEY (city_id, token_hash),
  constraint sessions_id UNIQUE (city_id, id),
  constraint sessions_city_id_account_id_fkey FOREIGN KEY (city_id, account_id) REFERENCES accounts(city_id, id),
  constraint sessions_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX sessions_account ON sessions USING btree (city_id, account_id);

create table shares (
  city_id integer not null,
  id uuid not null,
  with_city_id integer not null,
  what text not null,
  reason text not null,
  from_at timestamp with time zone not null,
  set_by uuid,
  ended_at timestamp with time zone,
  ended_by uuid,
  constraint shares_pkey PRIMARY KEY (city_id, id),
  constraint shares_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE UNIQUE INDEX shares_open ON shares USING btree (city_id, with_city_id, what) WHERE (ended_at IS NULL);

create table sign_in_rules (
  city_id integer not null,
  idle_minutes integer not null,
  longest_hours integer not null,
  factor_roles text[] not null,
  factor_from date,
  constraint sign_in_rules_pkey PRIMARY KEY (city_id),
  constraint sign_in_rules_check CHECK (((factor_from IS NULL) = (cardinality(factor_roles) = 0))),
  constraint sign_in_rules_idle_minutes_check CHECK (((idle_minutes >= 10) AND (idle_minutes <= 720))),
  constraint sign_in_rules_longest_hours_check CHECK (((longest_hours >= 1) AND (longest_hours <= 24))),
  constraint sign_in_rules_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table sign_in_tries (
  city_id integer not null,
  what text not null,
  tries integer not null,
  last_at timestamp with time zone not null,
  constraint sign_in_tries_pkey PRIMARY KEY (city_id, what),
  constraint sign_in_tries_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX sign_in_tries_last ON sign_in_tries USING btree (city_id, last_at);

create table sso_links (
  city_id integer not null,
  issuer text not null,
  subject text not null,
  account_id uuid not null,
  since timestamp with time zone not null,
  constraint sso_links_pkey PRIMARY KEY (city_id, issuer, subject),
  constraint sso_links_city_id_account_id_fkey FOREIGN KEY (city_id, account_id) REFERENCES accounts(city_id, id),
  constraint sso_links_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);
CREATE INDEX sso_links_account ON sso_links USING btree (city_id, account_id);

create table suggestion_models (
  city_id integer not null,
  target text not null,
  version integer not null,
  trained_at timestamp with time zone not null,
  cases integer not null,
  left_out integer not null,
  words integer not null,
  content jsonb not null,
  constraint suggestion_models_pkey PRIMARY KEY (city_id, target, version),
  constraint suggestion_models_target_check CHECK ((target = ANY (ARRAY['class'::text, 'unit'::text]))),
  constraint suggestion_models_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table surveys (
  city_id integer not null,
  id uuid not null,
  edition_id uuid not null,
  round_id uuid,
  area_id uuid,
  population text not null default ''::text,
  team text not null,
  approval_no text not null default ''::text,
  from_on date not null,
  to_on date not null,
  contacted integer not null,
  answered integer not null,
  refused integer not null,
  note text not null default ''::text,
  handed_at timestamp with time zone not null,
  handed_by uuid,
  constraint surveys_pkey PRIMARY KEY (city_id, id),
  constraint surveys_answered_check CHECK ((answered >= 0)),
  constraint surveys_check CHECK ((contacted >= (answered + refused))),
  constraint surveys_refused_check CHECK ((refused >= 0)),
  constraint surveys_city_id_area_id_fkey FOREIGN KEY (city_id, area_id) REFERENCES areas(city_id, id),
  constraint surveys_city_id_edition_id_fkey FOREIGN KEY (city_id, edition_id) REFERENCES editions(city_id, id),
  constraint surveys_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint surveys_city_id_round_id_fkey FOREIGN KEY (city_id, round_id) REFERENCES rounds(city_id, id)
);
CREATE INDEX surveys_time ON surveys USING btree (city_id, handed_at, id);

create table title_placings (
  city_id integer not null,
  programme text not null,
  subject_id uuid not null,
  year integer not null,
  place integer not null,
  of integer not null,
  source text not null default ''::text,
  constraint title_placings_pkey PRIMARY KEY (city_id, programme, subject_id, year),
  constraint title_placings_place_check CHECK ((place >= 1)),
  constraint title_placings_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint title_placings_city_id_programme_fkey FOREIGN KEY (city_id, programme) REFERENCES programmes(city_id, code)
);

create table title_steps (
  city_id integer not null,
  id uuid not null,
  programme text not null,
  subject_id uuid not null,
  step text not null,
  state text not null,
  since_on date,
  limit_on date,
  on_day date not null,
  until_on date,
  reason text not null default ''::text,
  corrects uuid,
  by uuid,
  seq bigint not null,
  constraint title_steps_pkey PRIMARY KEY (city_id, id),
  constraint title_steps_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint title_steps_city_id_programme_fkey FOREIGN KEY (city_id, programme) REFERENCES programmes(city_id, code)
);
CREATE UNIQUE INDEX title_steps_corrects ON title_steps USING btree (city_id, corrects) WHERE (corrects IS NOT NULL);
CREATE INDEX title_steps_subject ON title_steps USING btree (city_id, programme, subject_id, seq);

create table units (
  city_id integer not null,
  id uuid not null,
  kind text not null,
  code text not null,
  name_zh text not null,
  name_en text not null default ''::text,
  parent_id uuid,
  area_id uuid,
  closed_on date,
  constraint units_pkey PRIMARY KEY (city_id, id),
  constraint units_city_id_code_key UNIQUE (city_id, code),
  constraint units_city_id_area_id_fkey FOREIGN KEY (city_id, area_id) REFERENCES areas(city_id, id),
  constraint units_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint units_city_id_parent_id_fkey FOREIGN KEY (city_id, parent_id) REFERENCES units(city_id, id)
);
CREATE INDEX units_kind ON units USING btree (city_id, kind);

create table visit_fills (
  city_id integer not null,
  visit_id uuid not null,
  device_id uuid not null,
  turn integer not null,
  device_at timestamp with time zone not null,
  offset_ms bigint,
  editions uuid[] not null,
  photos jsonb not null,
  by uuid,
  recorded_at timestamp with time zone not null,
  constraint visit_fills_pkey PRIMARY KEY (city_id, visit_id, device_id, turn),
  constraint visit_fills_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint visit_fills_city_id_visit_id_fkey FOREIGN KEY (city_id, visit_id) REFERENCES visits(city_id, id)
);

create table visit_rivals (
  city_id integer not null,
  id uuid not null,
  visit_id uuid not null,
  fact text not null,
  against uuid not null,
  grade text not null,
  value bigint,
  data jsonb,
  note text not null default ''::text,
  photos uuid[] not null,
  by uuid,
  observed_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  settled_by uuid,
  taken boolean,
  constraint visit_rivals_pkey PRIMARY KEY (city_id, id),
  constraint visit_rivals_city_id_against_fkey FOREIGN KEY (city_id, against) REFERENCES observations(city_id, id),
  constraint visit_rivals_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint visit_rivals_city_id_visit_id_fkey FOREIGN KEY (city_id, visit_id) REFERENCES visits(city_id, id)
);
CREATE INDEX visit_rivals_visit ON visit_rivals USING btree (city_id, visit_id, id);

create table visits (
  city_id integer not null,
  id uuid not null,
  point_id uuid not null,
  round_id uuid,
  visited_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  by uuid,
  note text not null default ''::text,
  constraint visits_pkey PRIMARY KEY (city_id, id),
  constraint visits_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint visits_city_id_point_id_fkey FOREIGN KEY (city_id, point_id) REFERENCES points(city_id, id),
  constraint visits_city_id_round_id_fkey FOREIGN KEY (city_id, round_id) REFERENCES rounds(city_id, id)
);
CREATE INDEX visits_at ON visits USING btree (city_id, visited_at, id);
CREATE INDEX visits_by ON visits USING btree (city_id, by, visited_at) WHERE (by IS NOT NULL);
CREATE INDEX visits_point ON visits USING btree (city_id, point_id, visited_at DESC);
CREATE INDEX visits_recorded ON visits USING btree (city_id, recorded_at, id);
CREATE INDEX visits_round ON visits USING btree (city_id, round_id, visited_at);

create table waiting_events (
  city_id integer not null,
  id uuid not null,
  kind text not null,
  thing uuid not null,
  at timestamp with time zone not null,
  by uuid not null,
  post uuid,
  version integer not null,
  data jsonb not null,
  constraint waiting_events_pkey PRIMARY KEY (city_id, id),
  constraint waiting_events_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table whistle_cases (
  city_id integer not null,
  whistle_id uuid not null,
  case_id uuid not null,
  constraint whistle_cases_pkey PRIMARY KEY (city_id, whistle_id, case_id),
  constraint whistle_cases_city_id_case_id_fkey FOREIGN KEY (city_id, case_id) REFERENCES cases(city_id, id),
  constraint whistle_cases_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint whistle_cases_city_id_whistle_id_fkey FOREIGN KEY (city_id, whistle_id) REFERENCES whistles(city_id, id)
);
CREATE INDEX whistle_cases_case ON whistle_cases USING btree (city_id, case_id);

create table whistle_escalations (
  city_id integer not null,
  id uuid not null,
  whistle_id uuid not null,
  unit_id uuid not null,
  owing text not null,
  step integer not null,
  addressee text not null,
  to_unit uuid,
  to_post uuid,
  at timestamp with time zone not null,
  constraint whistle_escalations_pkey PRIMARY KEY (city_id, id),
  constraint whistle_escalations_city_id_whistle_id_unit_id_owing_step_key UNIQUE (city_id, whistle_id, unit_id, owing, step),
  constraint whistle_escalations_addressee_check CHECK ((addressee = ANY (ARRAY['coordinator'::text, 'leader'::text]))),
  constraint whistle_escalations_owing_check CHECK ((owing = ANY (ARRAY['signIn'::text, 'reply'::text, 'finish'::text]))),
  constraint whistle_escalations_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint whistle_escalations_city_id_whistle_id_fkey FOREIGN KEY (city_id, whistle_id) REFERENCES whistles(city_id, id)
);
CREATE INDEX whistle_escalations_post ON whistle_escalations USING btree (city_id, to_post, whistle_id) WHERE (to_post IS NOT NULL);
CREATE INDEX whistle_escalations_unit ON whistle_escalations USING btree (city_id, to_unit, whistle_id) WHERE (to_unit IS NOT NULL);

create table whistle_kinds (
  city_id integer not null,
  version integer not null,
  id uuid not null,
  content jsonb not null,
  at timestamp with time zone not null,
  by uuid not null,
  constraint whistle_kinds_pkey PRIMARY KEY (city_id, version),
  constraint whistle_kinds_city_id_id_key UNIQUE (city_id, id),
  constraint whistle_kinds_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table whistle_numbers (
  city_id integer not null,
  day date not null,
  last integer not null,
  constraint whistle_numbers_pkey PRIMARY KEY (city_id, day),
  constraint whistle_numbers_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id)
);

create table whistle_parties (
  city_id integer not null,
  whistle_id uuid not null,
  unit_id uuid not null,
  role text not null,
  called_at timestamp with time zone not null,
  sign_in_due timestamp with time zone not null,
  signed_in_at timestamp with time zone,
  reply_due timestamp with time zone not null,
  replied_at timestamp with time zone,
  finish_due timestamp with time zone,
  finished_at timestamp with time zone,
  stars integer,
  stars_back integer,
  constraint whistle_parties_pkey PRIMARY KEY (city_id, whistle_id, unit_id),
  constraint whistle_parties_role_check CHECK ((role = ANY (ARRAY['lead'::text, 'helper'::text]))),
  constraint whistle_parties_stars_back_check CHECK (((stars_back >= 1) AND (stars_back <= 5))),
  constraint whistle_parties_stars_check CHECK (((stars >= 1) AND (stars <= 5))),
  constraint whistle_parties_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint whistle_parties_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id),
  constraint whistle_parties_city_id_whistle_id_fkey FOREIGN KEY (city_id, whistle_id) REFERENCES whistles(city_id, id)
);
CREATE INDEX whistle_parties_unit ON whistle_parties USING btree (city_id, unit_id, whistle_id);

create table whistles (
  city_id integer not null,
  id uuid not null,
  no text not null,
  kind text not null,
  name_zh text not null,
  name_en text not null default ''::text,
  unit_id uuid not null,
  street_id uuid,
  text text not null,
  state text not null,
  height integer not null default 0,
  raised_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  closed_at timestamp with time zone,
  next_at timestamp with time zone,
  changed_at timestamp with time zone not null,
  version integer not null,
  constraint whistles_pkey PRIMARY KEY (city_id, id),
  constraint whistles_city_id_no_key UNIQUE (city_id, no),
  constraint whistles_state_check CHECK ((state = ANY (ARRAY['called'::text, 'working'::text, 'finished'::text, 'closed'::text, 'withdrawn'::text]))),
  constraint whistles_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint whistles_city_id_street_id_fkey FOREIGN KEY (city_id, street_id) REFERENCES areas(city_id, id),
  constraint whistles_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);
CREATE INDEX whistles_alive ON whistles USING btree (city_id, raised_at, id) WHERE (state = ANY (ARRAY['called'::text, 'working'::text, 'finished'::text]));
CREATE INDEX whistles_due ON whistles USING btree (city_id, due_at, id);
CREATE INDEX whistles_next ON whistles USING btree (city_id, next_at) WHERE (next_at IS NOT NULL);
CREATE INDEX whistles_raised ON whistles USING btree (city_id, raised_at, id);
CREATE INDEX whistles_unit ON whistles USING btree (city_id, unit_id, raised_at, id);

create table working_hours (
  city_id integer not null,
  id uuid not null,
  unit_id uuid,
  hours jsonb,
  at timestamp with time zone not null,
  by uuid,
  constraint working_hours_pkey PRIMARY KEY (city_id, id),
  constraint working_hours_city_id_fkey FOREIGN KEY (city_id) REFERENCES cities(city_id),
  constraint working_hours_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES units(city_id, id)
);
CREATE INDEX working_hours_newest ON working_hours USING btree (city_id, unit_id, at DESC, id DESC);
