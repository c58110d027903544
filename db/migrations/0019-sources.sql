-- Where a case came from: its source, the number under which the sender knows it (sent twice, it is one case), and the place in words
-- where nobody gave one on the map.

alter table cases
  add column source text not null default 'desk',
  add column address text not null default '',
  add column external_id text;
update cases c set source = e.data ->> 'source'
  from events e where e.city_id = c.city_id and e.thing = c.id and e.kind = 'case.reported' and e.data ? 'source';
create unique index cases_external on cases (city_id, source, external_id) where external_id is not null;
create index cases_source on cases (city_id, source, reported_at, id);

-- What residents and their apps may report: the city's own list; an empty one means the list that comes with the house. `attributes`
-- are the questions that a kind asks; `checked`: somebody looks before the report is shown.
create table public_kinds (
  city_id integer not null references cities,
  code text not null,
  title_zh text not null,
  title_en text not null default '',
  about_zh text not null default '',
  about_en text not null default '',
  family_zh text not null default '',
  family_en text not null default '',
  keywords text not null default '',
  class text,
  checked boolean not null default false,
  attributes jsonb not null default '[]',
  position integer not null,
  primary key (city_id, code)
);
call house.keep_apart('public_kinds');

-- Reports of the public, each with the case it became. `token_hash`: who knows the secret link sees what became of it.
create table public_reports (
  city_id integer not null references cities,
  case_id uuid not null,
  kind text not null,
  token_hash text not null,
  at timestamptz not null,
  primary key (city_id, case_id),
  unique (city_id, token_hash),
  foreign key (city_id, case_id) references cases (city_id, id)
);
create index public_reports_time on public_reports (city_id, at, case_id);
call house.keep_facts('public_reports');

-- What the city, or another city that works on it, answers in public.
create table public_answers (
  city_id integer not null references cities,
  id uuid not null,
  case_id uuid not null,
  text text not null,
  at timestamptz not null,
  by uuid,
  primary key (city_id, id),
  foreign key (city_id, case_id) references cases (city_id, id)
);
create index public_answers_case on public_answers (city_id, case_id, at);
create index public_answers_time on public_answers (city_id, at, id);
call house.keep_facts('public_answers');

-- Other cities' endpoints of Open311. `api_key` is sealed; `seen_at`: their newest change that was taken in.
create table open311_endpoints (
  city_id integer not null references cities,
  id uuid not null,
  title text not null,
  url text not null,
  jurisdiction text not null default '',
  api_key text,
  classes jsonb not null default '{}',
  pulls boolean not null default true,
  pushes boolean not null default false,
  seen_at timestamptz,
  asked_at timestamptz,
  problem text,
  changed_at timestamptz not null,
  primary key (city_id, id)
);
call house.keep_apart('open311_endpoints');

-- Their requests with our cases: how it stands there, and how far ours was told.
create table open311_requests (
  city_id integer not null references cities,
  endpoint_id uuid not null,
  request_id text not null,
  case_id uuid not null,
  status text not null,
  updated_at timestamptz not null,
  told_version integer not null,
  primary key (city_id, endpoint_id, request_id),
  foreign key (city_id, endpoint_id) references open311_endpoints (city_id, id),
  foreign key (city_id, case_id) references cases (city_id, id)
);
create index open311_requests_case on open311_requests (city_id, case_id);
call house.keep_apart('open311_requests');
