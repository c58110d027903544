-- Photos and documents that were erased. The row of the piece stays (a fact of the ledger names its hash), without its name,
-- time and place; the file goes as soon as nobody else names it. Who erased it and why is the event.
create table erased_evidence (
  city_id int not null references cities,
  evidence_id uuid not null,
  event_id uuid not null,
  at timestamptz not null,
  by uuid,
  -- when the file was gone, or was found to be somebody else's proof too; null until then
  gone_at timestamptz,
  primary key (city_id, evidence_id),
  foreign key (city_id, evidence_id) references evidence (city_id, id)
);
create index erased_evidence_there on erased_evidence (city_id, at) where gone_at is null;
call house.keep_apart('erased_evidence');

-- Files are kept once for all cities, by their content. Whether anybody still needs one can only be asked over all of them; the
-- answer says no more than that.
create function house.is_needed(hash text) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.cities c
    join public.evidence e on e.city_id = c.city_id and e.sha256 = hash
    where not exists (select from public.erased_evidence x where x.city_id = e.city_id and x.evidence_id = e.id)
  )
$$;
revoke execute on function house.is_needed(text) from public;
grant execute on function house.is_needed(text) to mingcheng_app;
