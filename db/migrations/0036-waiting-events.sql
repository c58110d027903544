-- Who walks a sealed sample signs in and takes files along. Told at once, that would say who is out, and when; so it waits here and
-- becomes a fact when the last of their sealed samples is told. The server can put in and read, and no more: rows leave by
-- house.tell_waited alone, which makes facts of them.
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
call house.keep_facts('waiting_events');

-- Whose work must not be seen yet: the one place that says why somebody's facts wait.
create function house.works_unseen(city int, person uuid) returns boolean language sql stable set search_path = '' as $$
  select exists (
    select from public.sample_readers r
    join public.samples s on s.city_id = r.city_id and s.id = r.sample_id
    where r.city_id = city and r.person_id = person and s.sealed and s.drawn_at is not null and s.released_at is null
  )
$$;
revoke execute on function house.works_unseen(int, uuid) from public;
grant execute on function house.works_unseen(int, uuid) to mingcheng_app;

-- Makes facts of what waited for people whose work may be seen again, oldest first; how many.
create function house.tell_waited(city int) returns bigint language plpgsql security definer set search_path = '' as $$
declare
  told uuid[];
  number bigint;
begin
  if house.tenant() is distinct from city then
    raise exception 'not sealed to this city' using errcode = 'insufficient_privilege';
  end if;
  select pg_catalog.array_agg(w.id order by w.at, w.id) into told from (
    select e.id, e.at from public.waiting_events e where e.city_id = city and not house.works_unseen(city, e.by) for update
  ) w;
  if told is null then return 0; end if;
  insert into public.event_heads as h (city_id, last) values (city, pg_catalog.cardinality(told))
  on conflict (city_id) do update set last = h.last + excluded.last returning h.last into number;
  insert into public.events (city_id, seq, id, kind, thing, at, by, post, version, data)
  select city, number - pg_catalog.cardinality(told) + t.place, w.id, w.kind, w.thing, w.at, w.by, w.post, w.version, w.data
  from pg_catalog.unnest(told) with ordinality t (id, place) join public.waiting_events w on w.city_id = city and w.id = t.id;
  delete from public.waiting_events w where w.city_id = city and w.id = any(told);
  return pg_catalog.cardinality(told);
end $$;
revoke execute on function house.tell_waited(int) from public;
grant execute on function house.tell_waited(int) to mingcheng_app;

-- What a fact that waits says of somebody in words is erased like that of any other (house.erase_personal): its hash stays. No fact
-- tells of it by itself, for it would say that something waits; true when there was something to erase.
create function house.erase_waiting(city int, erased uuid, fields text[], sm3 jsonb)
returns boolean language plpgsql security definer set search_path = '' as $$
declare
  name text;
  held jsonb;
  personal jsonb;
  done boolean := false;
begin
  if house.tenant() is distinct from city then
    raise exception 'not sealed to this city' using errcode = 'insufficient_privilege';
  end if;
  select w.data -> 'personal' into personal from public.waiting_events w where w.city_id = city and w.id = erased for update;
  foreach name in array fields loop
    held := personal -> name;
    continue when held is null or not held ? 'value';
    personal := personal || pg_catalog.jsonb_build_object(name, pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
      'hash', pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to((held ->> 'salt') || (held ->> 'value'), 'UTF8')), 'hex'),
      'sm3', sm3 -> name)));
    done := true;
  end loop;
  if done then
    update public.waiting_events w set data = w.data || pg_catalog.jsonb_build_object('personal', personal) where w.city_id = city and w.id = erased;
  end if;
  return done;
end $$;
revoke execute on function house.erase_waiting(int, uuid, text[], jsonb) from public;
grant execute on function house.erase_waiting(int, uuid, text[], jsonb) to mingcheng_app;
