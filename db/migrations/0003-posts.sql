-- People act in posts: a role belongs to a post, whoever holds it; a person with several posts acts in one of them at a
-- time, and may stand in for an absent holder. A parent city reads what its cities publish, and their cases only while
-- they share them.

-- base: the post in which the person acted; null for what nobody's post did
alter table events add column post uuid;

-- city: what the holder of a post may do (null: nothing), and the area it works for (null: that of its unit)
alter table posts add column role text;
alter table posts add column area_id uuid;
alter table posts add constraint posts_city_id_area_id_fkey foreign key (city_id, area_id) references areas (city_id, id);
alter table sessions add column post_id uuid;
alter table people add column code text;
create unique index people_code on people (city_id, code) where code is not null;
create index post_holders_now on post_holders (city_id, post_id, to_on);

-- an account's own role counts only while its person acts in no post (the first administrator, a system)
alter table accounts alter column role drop not null;

-- who stands in for an absent holder (代), from the first day to the last
create table post_deputies (
  city_id int not null references cities,
  id uuid not null,
  post_id uuid not null,
  person_id uuid not null,
  from_on date not null,
  to_on date not null check (to_on >= from_on),
  reason text not null default '',
  ended_on date,
  set_at timestamptz not null,
  set_by uuid,
  primary key (city_id, id),
  foreign key (city_id, post_id) references posts (city_id, id),
  foreign key (city_id, person_id) references people (city_id, id)
);
create index post_deputies_person on post_deputies (city_id, person_id, to_on);
create index post_deputies_post on post_deputies (city_id, post_id, to_on);

-- a post handed over (交接): from whom to whom, and the open work that went along
create table handovers (
  city_id int not null references cities,
  id uuid not null,
  post_id uuid not null,
  from_person_id uuid,
  to_person_id uuid not null,
  -- another post takes the work; null: the person takes the post itself
  to_post_id uuid,
  on_day date not null,
  note text not null default '',
  made_at timestamptz not null,
  made_by uuid,
  received_at timestamptz,
  primary key (city_id, id),
  foreign key (city_id, post_id) references posts (city_id, id),
  foreign key (city_id, to_post_id) references posts (city_id, id),
  foreign key (city_id, from_person_id) references people (city_id, id),
  foreign key (city_id, to_person_id) references people (city_id, id)
);
create index handovers_made on handovers (city_id, made_at desc, id);

create table handover_items (
  city_id int not null references cities,
  handover_id uuid not null,
  kind text not null,
  thing uuid not null,
  title text not null,
  due_on date,
  primary key (city_id, handover_id, kind, thing),
  foreign key (city_id, handover_id) references handovers (city_id, id)
);

call house.keep_apart('post_deputies');
call house.keep_apart('handovers');
call house.keep_apart('handover_items');

-- what a city publishes to the one above it: figures of a month, never a case
create table rollups (
  city_id int not null references cities,
  period text not null check (period ~ '^\d{4}-\d{2}$'),
  -- hundredths of points, and of how many; null while there is no score
  score int,
  total int,
  reported int not null,
  dispatched int not null,
  rectified int not null,
  closed int not null,
  overdue int not null,
  -- thousandths of the cases closed or due in the period that were done in time; null when there were none
  on_time int,
  published_at timestamptz not null,
  published_by uuid,
  primary key (city_id, period)
);
call house.keep_apart('rollups');

-- what a city lets another see, until it takes it back
create table shares (
  city_id int not null references cities,
  id uuid not null,
  with_city_id int not null,
  what text not null,
  reason text not null,
  from_at timestamptz not null,
  set_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  primary key (city_id, id)
);
create unique index shares_open on shares (city_id, with_city_id, what) where ended_at is null;
call house.keep_apart('shares');

-- The three exceptions to the wall between cities, all for reading: a parent sees the published figures of its cities, whom
-- a share names sees that share, and the cases while it lasts.
create policy above on rollups for select to mingcheng_app
  using (city_id in (select c.city_id from cities c where c.parent_city_id = (select house.tenant())));
create policy named on shares for select to mingcheng_app using (with_city_id = (select house.tenant()));
create policy shared on cases for select to mingcheng_app
  using (city_id in (select s.city_id from shares s
    where s.with_city_id = (select house.tenant()) and s.what = 'cases' and s.ended_at is null));

-- Accounts that stand already: the post that the person holds in the unit takes the account's role. Who has a unit and no
-- post in it gets one, held since the city's first event: since when really, nobody has written down. Accounts without a unit
-- keep their own role.
do $$
declare
  it record;
  post uuid;
begin
  for it in select a.city_id, a.id, a.role, a.person_id, a.unit_id from accounts a where a.unit_id is not null order by a.city_id, a.id loop
    select p.id into post from posts p join post_holders h on h.city_id = p.city_id and h.post_id = p.id
      where p.city_id = it.city_id and p.unit_id = it.unit_id and h.person_id = it.person_id and h.to_on is null
        and (p.role is null or p.role = it.role) order by p.id limit 1;
    if post is null then
      post := gen_random_uuid();
      insert into posts (city_id, id, unit_id, title_zh, title_en, role) values (it.city_id, post, it.unit_id, case it.role
        when 'operator' then '系统管理员' when 'office' then '创建办工作人员' when 'leader' then '领导' when 'unit' then '联络员'
        when 'street' then '创建专干' when 'inspector' then '督查员' when 'checker' then '核查员' when 'assessor' then '测评员'
        when 'reviewer' then '材料审核员' else '工作人员' end, initcap(it.role), it.role);
      insert into post_holders (city_id, post_id, person_id, from_on) values (it.city_id, post, it.person_id, least(current_date,
        (select (min(e.at) at time zone 'Asia/Shanghai')::date from events e where e.city_id = it.city_id)));
    else
      update posts set role = it.role where city_id = it.city_id and id = post;
    end if;
    update accounts set role = null, unit_id = null where city_id = it.city_id and id = it.id;
  end loop;
end $$;
