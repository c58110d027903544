-- The organisation changes and keeps what was: a unit that was dissolved or merged stays, with the day from which it takes no more
-- work. And orders of the lists of people, hand-overs and complaints, each read from an index page by page.

alter table units add column closed_on date;

create index people_name on people (city_id, name, id);
create index handovers_day on handovers (city_id, on_day, id);
create index handovers_received on handovers (city_id, (coalesce(received_at, timestamptz '9999-12-31 00:00:00Z')), id);
create index handovers_to on handovers (city_id, to_person_id, made_at);
create index handovers_from on handovers (city_id, from_person_id, made_at);
create index complaints_kind on complaints (city_id, kind, id);
create index complaints_answered on complaints (city_id, (coalesce(answered_at, timestamptz '9999-12-31 00:00:00Z')), id);
create index burden_asks_minutes on burden_asks (city_id, week, minutes, id);
create index burden_asks_kind on burden_asks (city_id, week, kind, id);
