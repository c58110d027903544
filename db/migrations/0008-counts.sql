-- Lists stay quick at ten million rows: what is counted often is kept as it happens, and dates and rounds have their index.

-- inspections: visits and different points of a round, counted with each visit
alter table rounds add column visits int not null default 0;
alter table rounds add column points int not null default 0;
create index rounds_time on rounds (city_id, from_on, id);

create table round_points (
  city_id int not null references cities,
  round_id uuid not null,
  point_id uuid not null,
  primary key (city_id, round_id, point_id),
  foreign key (city_id, round_id) references rounds (city_id, id),
  foreign key (city_id, point_id) references points (city_id, id)
);
call house.keep_facts('round_points');
insert into round_points (city_id, round_id, point_id)
  select distinct city_id, round_id, point_id from visits where round_id is not null;
update rounds r set
  visits = (select count(*) from visits v where v.city_id = r.city_id and v.round_id = r.id),
  points = (select count(*) from round_points p where p.city_id = r.city_id and p.round_id = r.id);

-- inspections: observations of each fact, and how many of them were corrected since
create table fact_counts (
  city_id int not null references cities,
  kind text not null,
  fact text not null,
  observations bigint not null,
  corrected bigint not null,
  primary key (city_id, kind, fact)
);
call house.keep_apart('fact_counts');
insert into fact_counts (city_id, kind, fact, observations, corrected)
  select city_id, kind, fact, count(*), count(supersedes) from observations group by city_id, kind, fact;

create index observations_at on observations (city_id, observed_at);
drop index observations_round;
create index observations_round on observations (city_id, round_id, observed_at);

-- assessments: a result is entered anew, never overwritten: the entry with the highest number counts, and a removal is an entry
alter table results add column seq bigint not null default 0;
alter table results add column removed boolean not null default false;
alter table results drop constraint results_pkey;
alter table results add primary key (city_id, id, seq);
revoke update, delete on results from mingcheng_app;
