-- The ledger: over all facts of a city, in the order of their numbers, stands a hash tree (RFC 6962) whose head is signed.
-- The tree follows the facts: nothing here is needed to record one, and everything here can be made again from them.

-- How far the tree of a city has come. A city that changes its hash grows a second tree beside the first.
create table ledger_trees (
  city_id int not null references cities,
  hash text not null check (hash in ('sha256', 'sm3')),
  size bigint not null,
  primary key (city_id, hash)
);

-- The hashes of 256 leaves one after the other, as they were when they were sealed, and what kind each fact was of:
-- a proof reads two rows, and what was changed later is found by its number.
create table ledger_blocks (
  city_id int not null references cities,
  hash text not null,
  no bigint not null,
  leaves bytea not null,
  kinds text not null,
  primary key (city_id, hash, no)
);

-- Complete subtrees from 256 leaves on; never changed.
create table ledger_nodes (
  city_id int not null references cities,
  hash text not null,
  level int not null,
  no bigint not null,
  node bytea not null,
  primary key (city_id, hash, level, no)
);

-- Signed heads; never changed. The note is all there is to a head, with its signature.
create table ledger_heads (
  city_id int not null references cities,
  hash text not null,
  size bigint not null,
  at timestamptz not null,
  note text not null,
  primary key (city_id, hash, size, at)
);

call house.keep_apart('ledger_trees');
call house.keep_apart('ledger_blocks');
call house.keep_facts('ledger_nodes');
call house.keep_facts('ledger_heads');

-- the ledger as a list: by kind, by person
create index events_kind on events (city_id, kind, seq);
create index events_by on events (city_id, by, seq);

-- The one way in which an event may change: personal fields (data.personal: {field: {salt, value}}) become the hash that the
-- ledger holds of them already, so that every proof stays good. The erasure is itself a fact, written by the same function.
-- Gives the number of that fact, or null when there was nothing to erase.
create function house.erase_personal(city int, erased uuid, fields text[], sm3 jsonb, told uuid, told_at timestamptz, told_by uuid, reason text)
returns bigint language plpgsql security definer set search_path = '' as $$
declare
  name text;
  held jsonb;
  about record;
  done text[] := '{}';
  personal jsonb;
  number bigint;
begin
  if house.tenant() is distinct from city then
    raise exception 'not sealed to this city' using errcode = 'insufficient_privilege';
  end if;
  select e.seq, e.thing, e.data into about from public.events e where e.city_id = city and e.id = erased for update;
  personal := about.data -> 'personal';
  if personal is null or pg_catalog.jsonb_typeof(personal) <> 'object' then return null; end if;
  foreach name in array fields loop
    held := personal -> name;
    continue when held is null or not held ? 'value';
    personal := personal || pg_catalog.jsonb_build_object(name, pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
      'hash', pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to((held ->> 'salt') || (held ->> 'value'), 'UTF8')), 'hex'),
      'sm3', sm3 -> name)));
    done := done || name;
  end loop;
  if done = '{}' then return null; end if;
  update public.events e set data = e.data || pg_catalog.jsonb_build_object('personal', personal) where e.city_id = city and e.id = erased;
  update public.event_heads h set last = h.last + 1 where h.city_id = city returning h.last into number;
  insert into public.events (city_id, seq, id, kind, thing, at, by, version, data)
  values (city, number, told, 'personal.erased', about.thing, told_at, told_by, 1,
    pg_catalog.jsonb_build_object('event', erased, 'seq', about.seq, 'fields', pg_catalog.to_jsonb(done), 'reason', reason));
  return number;
end $$;
revoke execute on function house.erase_personal(int, uuid, text[], jsonb, uuid, timestamptz, uuid, text) from public;
grant execute on function house.erase_personal(int, uuid, text[], jsonb, uuid, timestamptz, uuid, text) to mingcheng_app;
