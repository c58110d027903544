-- Who works on what a photo shows: asked for every picture that somebody opens.
create index case_photos_evidence on case_photos (city_id, evidence_id);

-- Work that comes with being in the system (uploads, visits) is one line a unit, kind and day: how many, and which day.
alter table burden_asks add column pieces int not null default 1 check (pieces > 0);
alter table burden_asks add column worked_on date;
create unique index burden_asks_work on burden_asks (city_id, unit_id, kind, worked_on) where worked_on is not null;

-- What was refused because a week was full, so that who decides on the appeal sees what it is about.
alter table burden_appeals add column about_kind text;
alter table burden_appeals add column about_thing uuid;
alter table burden_appeals add column about text not null default '';

-- Below the county nobody builds a system of their own (rules on government applications, 2026): streets and villages work in
-- that of their district.
alter table cities add constraint cities_not_below_county check (kind not in ('street', 'town', 'township', 'community', 'village', 'grid'));
