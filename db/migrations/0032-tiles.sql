-- A tile of the map is counted from cells. Where an index serves a filter of the list, it holds the cell as well, so that a tile from
-- afar reads no more than the exact total of the same filter does; and what stands beside a unit in a filter is in the unit's own index.
-- Each is built beside the one that it replaces, so that cases can be read meanwhile.

create index cases_time_wide on cases (city_id, reported_at, id) include (cell);
drop index cases_time;
alter index cases_time_wide rename to cases_time;
create index cases_stage_wide on cases (city_id, stage, reported_at, id) include (cell);
drop index cases_stage;
alter index cases_stage_wide rename to cases_stage;
create index cases_source_wide on cases (city_id, source, reported_at, id) include (cell);
drop index cases_source;
alter index cases_source_wide rename to cases_source;
create index cases_street_wide on cases (city_id, street_id, reported_at, id) include (cell);
drop index cases_street;
alter index cases_street_wide rename to cases_street;
create index cases_unit_cell_wide on cases (city_id, unit_id, state, cell) include (lng, lat, reported_at, id, class, stage, street_id);
drop index cases_unit_cell;
alter index cases_unit_cell_wide rename to cases_unit_cell;
