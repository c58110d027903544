-- What a photo says of itself, read once when it arrives: a small grey picture and six hashes of it, what the camera wrote,
-- and what the device said. Rows may be emptied: a photo that is erased one day must not be searchable any more.
create table evidence_marks (
  city_id int not null references cities,
  evidence_id uuid not null,
  hashes bytea,
  thumb bytea,
  camera jsonb not null,
  device text,
  device_at timestamptz,
  sent_at timestamptz,
  lng double precision,
  lat double precision,
  accuracy_m double precision,
  mocked boolean,
  -- the photo's place in the order in which pictures became searchable; null until then
  number bigint,
  primary key (city_id, evidence_id),
  foreign key (city_id, evidence_id) references evidence (city_id, id)
);
create unique index evidence_marks_number on evidence_marks (city_id, number);
create index evidence_marks_new on evidence_marks (city_id, evidence_id) where number is null;
create index evidence_marks_device on evidence_marks (city_id, device, evidence_id) where device is not null;
create index evidence_marks_model on evidence_marks (city_id, (camera ->> 'model'), evidence_id) where camera ->> 'model' is not null;
call house.keep_apart('evidence_marks');

-- how far the photos of what happened have been checked, in the city's gapless order
create table photo_check_heads (
  city_id int not null references cities,
  last bigint not null,
  primary key (city_id)
);
call house.keep_apart('photo_check_heads');

-- a photo checked for one use of it: when, and by which version of each check
create table photo_checks (
  city_id int not null references cities,
  evidence_id uuid not null,
  about uuid not null,
  at timestamptz not null,
  ran jsonb not null,
  primary key (city_id, evidence_id, about),
  foreign key (city_id, evidence_id) references evidence (city_id, id)
);
call house.keep_facts('photo_checks');

-- what a check found, as a fact with its reason
create table photo_facts (
  city_id int not null references cities,
  id uuid not null,
  evidence_id uuid not null,
  about uuid not null,
  about_kind text not null check (about_kind in ('visit', 'observation', 'case')),
  point_id uuid,
  check_id text not null,
  version int not null,
  reason text not null,
  details jsonb not null,
  at timestamptz not null,
  primary key (city_id, id),
  foreign key (city_id, evidence_id, about) references photo_checks (city_id, evidence_id, about),
  foreign key (city_id, point_id) references points (city_id, id)
);
create index photo_facts_at on photo_facts (city_id, at, id);
create index photo_facts_check on photo_facts (city_id, check_id, at, id);
create index photo_facts_about on photo_facts (city_id, about, at, id);
create index photo_facts_photo on photo_facts (city_id, evidence_id, at, id);
call house.keep_facts('photo_facts');

-- who looked at a fact, and what they saw
create table photo_looks (
  city_id int not null references cities,
  fact_id uuid not null,
  at timestamptz not null,
  by uuid not null,
  note text not null default '',
  primary key (city_id, fact_id),
  foreign key (city_id, fact_id) references photo_facts (city_id, id)
);
call house.keep_facts('photo_looks');

-- from a photo to what it proves: the key of the table begins at the other end
create index observation_photos_evidence on observation_photos (city_id, evidence_id);

-- the visits of one person in their order: how fast somebody went from one to the next
create index visits_by on visits (city_id, by, visited_at) where by is not null;

-- what happened before this release is not checked afterwards; its photos become searchable in the background
insert into photo_check_heads (city_id, last) select city_id, last from event_heads;
