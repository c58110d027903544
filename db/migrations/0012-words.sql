-- Notes of observations can be erased by law: the ledger holds the hash of a note beside its salt. A note that was written before
-- stands in its leaf as it was sealed.
alter table observations add column note_salt text, add column note_hash jsonb;

-- The one way in which an observation may change, like house.erase_personal for events: the note becomes the hash that the
-- ledger holds of it already. Gives the number of the fact that tells of it, or null when there was nothing to erase.
create function house.erase_note(city int, erased uuid, sm3 text, told uuid, told_at timestamptz, told_by uuid, reason text)
returns bigint language plpgsql security definer set search_path = '' as $$
declare
  about record;
  number bigint;
begin
  if house.tenant() is distinct from city then
    raise exception 'not sealed to this city' using errcode = 'insufficient_privilege';
  end if;
  select o.seq, o.note, o.note_salt into about from public.observations o where o.city_id = city and o.id = erased for update;
  if about.note_salt is null then return null; end if;
  update public.observations o set note = '—', note_salt = null, note_hash = pg_catalog.jsonb_build_object(
    'hash', pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(about.note_salt || about.note, 'UTF8')), 'hex'), 'sm3', sm3)
  where o.city_id = city and o.id = erased;
  update public.event_heads h set last = h.last + 1 where h.city_id = city returning h.last into number;
  insert into public.events (city_id, seq, id, kind, thing, at, by, version, data)
  values (city, number, told, 'personal.erased', erased, told_at, told_by, 1,
    pg_catalog.jsonb_build_object('observation', erased, 'seq', about.seq, 'fields', pg_catalog.jsonb_build_array('note'), 'reason', reason));
  return number;
end $$;
revoke execute on function house.erase_note(int, uuid, text, uuid, timestamptz, uuid, text) from public;
grant execute on function house.erase_note(int, uuid, text, uuid, timestamptz, uuid, text) to mingcheng_app;

-- Hashes cannot be packed: that is not tried.
alter table ledger_blocks alter column leaves set storage external;

-- Whom a connection is sealed to is asked for every table of every statement, so the code is compared once, when the connection is
-- sealed, and the answer kept where the server's role can read it and not write it: the session's own value of a sequence
-- (currval), which takes the right to update. It is unlogged: nothing of it is worth keeping.
create unlogged sequence house.sealed minvalue 0;
grant select on sequence house.sealed to mingcheng_app, mingcheng_identity;

-- Seals the connection to a city.
create function house.enter(city int, code text) returns void language plpgsql security definer set search_path = '' as $$
begin
  if code is distinct from house.seal_of(city::text) then
    raise exception 'not the seal of this city' using errcode = 'insufficient_privilege';
  end if;
  perform pg_catalog.setval('house.sealed', city);
  perform pg_catalog.set_config('mingcheng.city', city::text, false);
end $$;

-- Seals the connection to none.
create function house.leave() returns void language plpgsql security definer set search_path = '' as $$
begin
  perform pg_catalog.setval('house.sealed', 0);
  perform pg_catalog.set_config('mingcheng.city', '', false);
end $$;
revoke execute on function house.enter(int, text), house.leave() from public;
grant execute on function house.enter(int, text), house.leave() to mingcheng_app;

create function house.refuse() returns int language plpgsql stable set search_path = '' as $$
begin
  raise exception 'not sealed to a city' using errcode = 'insufficient_privilege';
end $$;

-- The city that this connection is sealed to; null when to none. Another city's number set by hand is an error, not an empty
-- answer. One expression, whose names nobody can redirect, and no rights but the caller's: both cost more than the answer.
create or replace function house.tenant() returns int language plpgsql stable security invoker parallel restricted as $$
begin
  return case
    when coalesce(pg_catalog.current_setting('mingcheng.city', true), '') operator(pg_catalog.=) '' then null
    when pg_catalog.current_setting('mingcheng.city', true) operator(pg_catalog.=) pg_catalog.currval('house.sealed')::pg_catalog.text
      then pg_catalog.currval('house.sealed')::pg_catalog.int4
    else house.refuse()
  end;
end $$;
alter function house.tenant() reset all;
