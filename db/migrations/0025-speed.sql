-- What the desk asks for most, answered at any size: a filter on the map is counted and paged out of one index.

create index cases_unit_cell on cases (city_id, unit_id, state, cell) include (lng, lat, reported_at, id);
