-- A tile of the map is counted from cells. Where an index serves a filter of the list, it holds the cell as well, so that a tile from
-- afar reads no more than the exact total of the same filter does; and what stands beside a unit in a filter is in the unit's own index.

drop index cases_time;
create index cases_time on cases (city_id, reported_at, id) include (cell);
drop index cases_stage;
create index cases_stage on cases (city_id, stage, reported_at, id) include (cell);
drop index cases_source;
create index cases_source on cases (city_id, source, reported_at, id) include (cell);
drop index cases_street;
create index cases_street on cases (city_id, street_id, reported_at, id) include (cell);
drop index cases_unit_cell;
create index cases_unit_cell on cases (city_id, unit_id, state, cell) include (lng, lat, reported_at, id, class, stage, street_id);
