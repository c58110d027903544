-- Who works on what a photo shows: asked for every picture that somebody opens.
create index case_photos_evidence on case_photos (city_id, evidence_id);
