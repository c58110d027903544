-- A tile of a unit's cases of some days was counted out of all cases of the unit, by their cells. The index that has them by time holds the
-- cell as well now: eight bytes an entry, and no index more to write to. It is built beside the one that it replaces, as in 0032.
create index cases_unit_wide on cases (city_id, unit_id, state, reported_at, id) include (cell);
drop index cases_unit;
alter index cases_unit_wide rename to cases_unit;
