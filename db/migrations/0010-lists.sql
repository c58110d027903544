-- Orders of long lists, each read from an index page by page: cases and duties by the date they are due (those without one last),
-- duties by state, visits by the time they reached the house.

create index cases_due_order on cases (city_id, (coalesce(due_at, timestamptz '9999-12-31 00:00:00Z')), id);
create index duties_due_order on duties (city_id, edition_id, (coalesce(due_on, date '9999-12-31')), id);
create index duties_state_order on duties (city_id, edition_id, state, id);
create index duties_changed_order on duties (city_id, edition_id, changed_at, id);
create index visits_recorded on visits (city_id, recorded_at, id);
create index duties_leader on duties (city_id, leader_post_id) where leader_post_id is not null;
create index duties_person on duties (city_id, person_post_id) where person_post_id is not null;
