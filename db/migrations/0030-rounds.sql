-- samples: who may look into a sealed sample: the people of the assessing unit when it was drawn, and whom they take along
create table sample_readers (
  city_id int not null references cities,
  sample_id uuid not null,
  person_id uuid not null,
  at timestamptz not null,
  -- null: of the unit when the sample was drawn
  by uuid,
  primary key (city_id, sample_id, person_id),
  foreign key (city_id, sample_id) references samples (city_id, id),
  foreign key (city_id, person_id) references people (city_id, id)
);
call house.keep_facts('sample_readers');

-- samples drawn before: everybody who holds a post of the unit now
insert into sample_readers (city_id, sample_id, person_id, at)
select distinct s.city_id, s.id, h.person_id, s.drawn_at from samples s
join posts p on p.city_id = s.city_id and p.unit_id = s.unit_id
join post_holders h on h.city_id = p.city_id and h.post_id = p.id
where s.drawn_at is not null and s.sealed and s.released_at is null and h.to_on is null;

-- inspections: what a city calls its rounds; each name means one of the kinds that scores know
create table round_kinds (
  city_id int not null references cities,
  id uuid not null,
  title_zh text not null,
  title_en text not null default '',
  means text not null check (means in ('daily', 'weekly', 'monthly', 'mock', 'thirdParty', 'announced', 'recheck', 'sweep', 'campaign')),
  changed_at timestamptz not null,
  changed_by uuid,
  retired_at timestamptz,
  primary key (city_id, id)
);
create index round_kinds_title on round_kinds (city_id, title_zh, id);
call house.keep_apart('round_kinds');

alter table rounds add column named_kind uuid;
alter table rounds add constraint rounds_named_kind foreign key (city_id, named_kind) references round_kinds (city_id, id);
create index rounds_named_kind on rounds (city_id, named_kind) where named_kind is not null;
