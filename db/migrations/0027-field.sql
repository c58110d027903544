-- Visits as they come home from the field. Times stay as the device's clock told them; how far it was off stands beside them. Two devices
-- on one visit are merged fact by fact; where they differ, the second answer waits here for a person.

-- one row a device and visit: what its clock said, by which editions it was filled in, and what is known of its photos
create table visit_fills (
  city_id int not null references cities,
  visit_id uuid not null,
  device_id uuid not null,
  -- the device counts what it finishes: order survives a clock that jumps
  turn int not null,
  device_at timestamptz not null,
  -- server minus device, as last measured; null where it never was
  offset_ms bigint,
  editions uuid[] not null,
  photos jsonb not null,
  by uuid,
  recorded_at timestamptz not null,
  primary key (city_id, visit_id, device_id, turn),
  foreign key (city_id, visit_id) references visits (city_id, id)
);
call house.keep_facts('visit_fills');

-- an answer to a fact that another device had answered otherwise: counted nowhere until somebody takes it or leaves it
create table visit_rivals (
  city_id int not null references cities,
  id uuid not null,
  visit_id uuid not null,
  fact text not null,
  -- the answer that stood when this one came
  against uuid not null,
  grade text not null,
  value bigint,
  -- how it was found out, as observations keep it
  data jsonb,
  note text not null default '',
  photos uuid[] not null,
  by uuid,
  observed_at timestamptz not null,
  recorded_at timestamptz not null,
  settled_at timestamptz,
  settled_by uuid,
  taken boolean,
  primary key (city_id, id),
  foreign key (city_id, visit_id) references visits (city_id, id),
  foreign key (city_id, against) references observations (city_id, id)
);
create index visit_rivals_visit on visit_rivals (city_id, visit_id, id);
call house.keep_apart('visit_rivals');
