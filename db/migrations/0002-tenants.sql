-- Cities are kept apart by the database itself. The server works as the role `mingcheng_app`, which owns nothing and is
-- held by row-level security to the one city that its connection is sealed to. The seal is a code over the city's number,
-- made with a key that this role cannot read: a query, however it came about, cannot seal itself to another city.

do $$
begin
  create role mingcheng_app nologin;
exception
  -- Roles belong to the whole server: another database of it may have made this one, a moment ago or at this moment.
  when duplicate_object or unique_violation then null;
end $$;
do $$
begin
  execute format('grant mingcheng_app to %I', current_user);
exception
  when unique_violation then null;
end $$;

create schema house;
grant usage on schema public, house to mingcheng_app;

create table house.seal (key bytea not null);
insert into house.seal values (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

-- The code of a city's number. Only the owner may make one.
create function house.seal_of(city text) returns text language sql stable security definer set search_path = '' as
  $$ select pg_catalog.encode(pg_catalog.sha256(key || pg_catalog.sha256(key || pg_catalog.convert_to(city, 'UTF8'))), 'hex') from house.seal $$;
revoke execute on function house.seal_of(text) from public;

-- The city that this connection is sealed to; null when to none. A wrong seal is an error, not an empty answer.
create function house.tenant() returns int language plpgsql stable security definer set search_path = '' as $$
declare
  given text := pg_catalog.current_setting('mingcheng.city', true);
  city text := pg_catalog.split_part(given, ':', 1);
begin
  if given is null or given = '' then return null; end if;
  if pg_catalog.split_part(given, ':', 2) = house.seal_of(city) then return city::int; end if;
  raise exception 'not sealed to a city' using errcode = 'insufficient_privilege';
end $$;

-- For every table of a tenant, called by the migration that makes it: rows may change, within the city.
create procedure house.keep_apart(name text) language plpgsql as $$
begin
  execute format('alter table public.%I enable row level security', name);
  execute format('create policy apart on public.%I to mingcheng_app using (city_id = (select house.tenant())) with check (city_id = (select house.tenant()))', name);
  execute format('grant select, insert, update, delete on public.%I to mingcheng_app', name);
end $$;

-- For facts: they can be read and appended, and the server has no right to change or remove one.
create procedure house.keep_facts(name text) language plpgsql as $$
begin
  call house.keep_apart(name);
  execute format('revoke update, delete on public.%I from mingcheng_app', name);
end $$;
revoke execute on procedure house.keep_apart(text), house.keep_facts(text) from public;

do $$
declare
  name text;
begin
  foreach name in array array[
    'event_heads', 'receipts', 'areas', 'units', 'grids', 'people', 'posts', 'post_holders', 'accounts', 'sessions', 'points',
    'map_layers', 'editions', 'imports', 'column_mappings', 'evidence', 'duties', 'duty_actions', 'duty_changes',
    'duty_helpers', 'duty_points', 'duty_milestones', 'rounds', 'visits', 'surveys', 'observation_photos', 'cases',
    'case_numbers', 'case_photos', 'score_grounds', 'results', 'carries', 'programmes', 'title_steps', 'title_placings'
  ] loop
    call house.keep_apart(name);
  end loop;
  foreach name in array array['events', 'observations', 'scores'] loop
    call house.keep_facts(name);
  end loop;
end $$;

-- The directory of the installation: who signs in chooses a city before anything is known of them. Only its own row changes.
alter table cities enable row level security;
create policy directory on cities for select to mingcheng_app using (true);
create policy apart on cities for update to mingcheng_app using (city_id = (select house.tenant())) with check (city_id = (select house.tenant()));
grant select, update on cities to mingcheng_app;
