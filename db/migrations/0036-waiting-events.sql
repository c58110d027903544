-- Who walks a sealed sample signs in and takes files along. Told at once, that would say who is out, and when; so it waits here and
-- becomes a fact when the last of their sealed samples is told.
create table waiting_events (
  city_id int not null references cities,
  id uuid not null,
  kind text not null,
  thing uuid not null,
  at timestamptz not null,
  by uuid not null,
  post uuid,
  version int not null,
  data jsonb not null,
  primary key (city_id, id)
);
call house.keep_apart('waiting_events');

create function house.walks_sealed(city int, person uuid) returns boolean language sql stable set search_path = '' as $$
  select exists (
    select from public.sample_readers r
    join public.samples s on s.city_id = r.city_id and s.id = r.sample_id
    where r.city_id = city and r.person_id = person and s.sealed and s.drawn_at is not null and s.released_at is null
  )
$$;
revoke execute on function house.walks_sealed(int, uuid) from public;
grant execute on function house.walks_sealed(int, uuid) to mingcheng_app;
