-- A case and its event asked twice whether their city exists, a photo and its marks twice more: an eighth of what it costs the database
-- to open a case. The answer is known as it is of observations (0035): the numbers of cases and of events are taken from heads whose
-- keys name the city, in the same transaction; case and evidence have keys of their own; and a connection is sealed to a city that there is.
alter table cases drop constraint cases_city_id_fkey;
alter table events drop constraint events_city_id_fkey;
alter table case_photos drop constraint case_photos_city_id_fkey;
alter table evidence_marks drop constraint evidence_marks_city_id_fkey;

-- Nobody looks for the cases of no point or of no observation by an index. Each is built beside the one that it replaces.
create index cases_point_known on cases (city_id, point_id) where point_id is not null;
drop index cases_point;
alter index cases_point_known rename to cases_point;
create index cases_observation_known on cases (city_id, observation_id) where observation_id is not null;
drop index cases_observation;
alter index cases_observation_known rename to cases_observation;
