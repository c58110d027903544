-- Who reported is kept apart from what was reported: in a schema of its own, owned by a role of its own. The server's role
-- can call the functions below and cannot read the table; what the table holds is encrypted by keys the database never sees.

do $$
begin
  create role mingcheng_identity nologin;
exception
  when duplicate_object or unique_violation then null;
end $$;
do $$
begin
  execute format('grant mingcheng_identity to %I', current_user);
exception
  when unique_violation then null;
end $$;

create schema identity;
create table identity.reporters (
  city_id int not null references public.cities,
  id uuid not null,
  -- what they reported, and of which kind that is: a case, a complaint
  thing uuid not null,
  kind text not null,
  cipher text not null,
  -- mark of the master key that wraps the record's own key
  master text not null,
  wrapped bytea not null,
  sealed bytea not null,
  -- keyed hash of the telephone number, so that a person who asks what is held about them can be answered
  mark bytea,
  kept_at timestamptz not null,
  primary key (city_id, id),
  unique (city_id, thing)
);
create index reporters_mark on identity.reporters (city_id, mark) where mark is not null;
create index reporters_kept on identity.reporters (city_id, kept_at, id);
alter table identity.reporters enable row level security;
alter table identity.reporters force row level security;
create policy apart on identity.reporters to mingcheng_identity
  using (city_id = (select house.tenant())) with check (city_id = (select house.tenant()));
grant usage on schema public, house to mingcheng_identity;
grant select on public.events to mingcheng_identity;
create policy openings on public.events for select to mingcheng_identity
  using (city_id = (select house.tenant()) and kind in ('identity.opened', 'identity.erased'));

create function identity.keep(new_id uuid, about uuid, of_kind text, with_cipher text, by_master text, key bytea, content bytea, phone_mark bytea, at timestamptz)
returns void language sql security definer set search_path = '' as $$
  insert into identity.reporters (city_id, id, thing, kind, cipher, master, wrapped, sealed, mark, kept_at)
  values (house.tenant(), new_id, about, of_kind, with_cipher, by_master, key, content, phone_mark, at) on conflict do nothing
$$;

-- Of which of these things somebody is kept: that there is one, and nothing else.
create function identity.holds(things uuid[]) returns table (id uuid, thing uuid, kind text) language sql stable security definer set search_path = '' as $$
  select r.id, r.thing, r.kind from identity.reporters r where r.city_id = house.tenant() and r.thing = any(things)
$$;

-- The sealed record, for who has recorded why, no longer than ten minutes ago.
create function identity.open(by_event uuid, now timestamptz) returns table (id uuid, thing uuid, kind text, cipher text, master text, wrapped bytea, sealed bytea, kept_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select r.id, r.thing, r.kind, r.cipher, r.master, r.wrapped, r.sealed, r.kept_at
  from public.events e join identity.reporters r on r.city_id = e.city_id and r.id = e.thing
  where e.city_id = house.tenant() and e.id = by_event and e.kind = 'identity.opened' and e.at between now - interval '10 minutes' and now
$$;

-- What is held under a telephone number, without its content.
create function identity.find(phone_mark bytea) returns table (id uuid, thing uuid, kind text, kept_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select r.id, r.thing, r.kind, r.kept_at from identity.reporters r where r.city_id = house.tenant() and r.mark = phone_mark order by r.kept_at, r.id
$$;

-- What was kept before a time, oldest first, without its content.
create function identity.older(before timestamptz, most int) returns table (id uuid, thing uuid, kind text, kept_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select r.id, r.thing, r.kind, r.kept_at from identity.reporters r where r.city_id = house.tenant() and r.kept_at < before order by r.kept_at, r.id limit most
$$;

-- Destroys records whose erasure has been recorded.
create function identity.erase(by_events uuid[]) returns int language sql security definer set search_path = '' as $$
  with gone as (
    delete from identity.reporters r using public.events e
    where r.city_id = house.tenant() and e.city_id = r.city_id and e.id = any(by_events) and e.kind = 'identity.erased' and e.thing = r.id
    returning 1)
  select count(*)::int from gone
$$;

grant create on schema identity to mingcheng_identity;
alter table identity.reporters owner to mingcheng_identity;
alter function identity.keep(uuid, uuid, text, text, text, bytea, bytea, bytea, timestamptz) owner to mingcheng_identity;
alter function identity.holds(uuid[]) owner to mingcheng_identity;
alter function identity.open(uuid, timestamptz) owner to mingcheng_identity;
alter function identity.find(bytea) owner to mingcheng_identity;
alter function identity.older(timestamptz, int) owner to mingcheng_identity;
alter function identity.erase(uuid[]) owner to mingcheng_identity;
revoke create on schema identity from mingcheng_identity;
grant usage on schema identity to mingcheng_app, mingcheng_identity;
revoke execute on all functions in schema identity from public;
grant execute on all functions in schema identity to mingcheng_app;
-- the list of who looked, without walking through everything that ever happened
create index events_identity on events (city_id, seq) where kind in ('identity.opened', 'identity.erased');

-- A restriction that is switched off: on which legal basis, by which approval, until when. The first start has none.
create table policy_waivers (
  city_id int not null references cities,
  id uuid not null,
  policy text not null,
  basis text not null check (basis <> ''),
  approval_no text not null check (approval_no <> ''),
  until_on date,
  at timestamptz not null,
  by uuid not null,
  ended_at timestamptz,
  ended_by uuid,
  primary key (city_id, id)
);
create unique index policy_waivers_open on policy_waivers (city_id, policy) where ended_at is null;
call house.keep_apart('policy_waivers');

-- What people complain of or suggest about the system and the demands it makes; who they are is in `identity`, if they said.
create table complaints (
  city_id int not null references cities,
  id uuid not null,
  kind text not null check (kind in ('burden', 'duplicate', 'forced', 'fault', 'suggestion', 'other')),
  text text not null,
  -- the face it was written on
  page text not null default '',
  unit_id uuid,
  at timestamptz not null,
  answer text,
  answered_at timestamptz,
  answered_by uuid,
  primary key (city_id, id),
  foreign key (city_id, unit_id) references units (city_id, id)
);
create index complaints_at on complaints (city_id, at desc, id desc);
create index complaints_open on complaints (city_id, at desc, id desc) where answered_at is null;
call house.keep_apart('complaints');

-- How long each kind of personal data is kept; the usual period of a kind holds until a city sets its own.
create table retention_rules (
  city_id int not null references cities,
  kind text not null,
  days int not null check (days > 0),
  basis text not null,
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (city_id, kind)
);
call house.keep_apart('retention_rules');

create table retention_runs (
  city_id int not null references cities,
  id uuid not null,
  at timestamptz not null,
  by uuid,
  -- per kind: until when it went back, and how many were removed or blanked
  report jsonb not null,
  primary key (city_id, id)
);
create index retention_runs_at on retention_runs (city_id, at desc, id desc);
call house.keep_facts('retention_runs');

-- A copy of a photo with faces and plates blurred, which is what leaves; the original stays inside.
create table blurred_photos (
  city_id int not null references cities,
  evidence_id uuid not null,
  original_id uuid not null,
  regions jsonb not null,
  at timestamptz not null,
  by uuid not null,
  primary key (city_id, evidence_id),
  foreign key (city_id, evidence_id) references evidence (city_id, id),
  foreign key (city_id, original_id) references evidence (city_id, id)
);
create index blurred_photos_original on blurred_photos (city_id, original_id, at desc);
call house.keep_facts('blurred_photos');
