-- The burden register: every request that the system makes of a street or community, with the minutes it is thought to take
-- and those it took. A week's sum stands in a row of its own, which is locked while a sender adds to it: two senders cannot
-- both take the last minutes of a budget.

create table burden_asks (
  city_id int not null references cities,
  id uuid not null,
  -- one request may go to many units
  request_id uuid not null,
  kind text not null,
  -- the duty, case or visit it came with
  thing uuid,
  unit_id uuid not null,
  from_unit_id uuid,
  by uuid,
  at timestamptz not null,
  week text not null,
  minutes int not null check (minutes >= 0),
  measured int check (measured >= 0),
  text text not null default '',
  answer text,
  answered_at timestamptz,
  answered_by uuid,
  primary key (city_id, id),
  foreign key (city_id, unit_id) references units (city_id, id),
  foreign key (city_id, from_unit_id) references units (city_id, id)
);
create index burden_asks_unit on burden_asks (city_id, unit_id, week, at, id);
create index burden_asks_week on burden_asks (city_id, week, at, id);
create index burden_asks_request on burden_asks (city_id, request_id);
create index burden_asks_thing on burden_asks (city_id, thing) where thing is not null;
create index burden_asks_from on burden_asks (city_id, from_unit_id, kind, at) where from_unit_id is not null;
create index burden_asks_answered on burden_asks (city_id, answered_at desc) where answer is not null;
call house.keep_apart('burden_asks');

create table burden_weeks (
  city_id int not null references cities,
  unit_id uuid not null,
  -- ISO week, 2026-W47
  week text not null,
  asks int not null default 0,
  minutes int not null default 0,
  measured int not null default 0,
  -- minutes that approved appeals put on top of the budget
  allowed int not null default 0,
  primary key (city_id, unit_id, week),
  foreign key (city_id, unit_id) references units (city_id, id)
);
create index burden_weeks_week on burden_weeks (city_id, week, unit_id);
call house.keep_apart('burden_weeks');

-- policy: minutes a kind of request is thought to take; kind 'budget' is the week of a unit that has none of its own
create table burden_rates (
  city_id int not null references cities,
  kind text not null,
  minutes int not null check (minutes >= 0),
  primary key (city_id, kind)
);
call house.keep_apart('burden_rates');

create table burden_budgets (
  city_id int not null references cities,
  unit_id uuid not null,
  minutes int not null check (minutes >= 0),
  primary key (city_id, unit_id),
  foreign key (city_id, unit_id) references units (city_id, id)
);
call house.keep_apart('burden_budgets');

-- a sender who was stopped says why this cannot wait; somebody else decides
create table burden_appeals (
  city_id int not null references cities,
  id uuid not null,
  unit_id uuid not null,
  week text not null,
  minutes int not null check (minutes > 0),
  reason text not null,
  at timestamptz not null,
  by uuid not null,
  approved boolean,
  note text not null default '',
  decided_at timestamptz,
  decided_by uuid,
  primary key (city_id, id),
  foreign key (city_id, unit_id) references units (city_id, id)
);
create index burden_appeals_at on burden_appeals (city_id, at desc, id desc);
call house.keep_apart('burden_appeals');
