-- The desk of cases: when the light of a limit turns yellow is kept on the case, like the limit itself.

alter table cases add column warn_at timestamptz;
