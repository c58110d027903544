-- Where a case came from: its source, the number under which the sender knows it (sent twice, it is one case), and the place in words
-- where nobody gave one on the map.

alter table cases
  add column source text not null default 'desk',
  add column address text not null default '',
  add column external_id text;
update cases c set source = e.data ->> 'source'
  from events e where e.city_id = c.city_id and e.thing = c.id and e.kind = 'case.reported' and e.data ? 'source';
create unique index cases_external on cases (city_id, source, external_id) where external_id is not null;
create index cases_source on cases (city_id, source, reported_at, id);
