-- The procedure of a case as data: a city's own versions of the table of steps, each kept for ever; and in the row of a case what
-- the table leaves there: stage, who has the ball and since when, what waits for a decision, clocks, links.

create table procedures (
  city_id int not null references cities,
  version int not null check (version > 0),
  id uuid not null,
  -- canonical JSON (RFC 8785), and its SHA-256
  document text not null,
  hash text not null,
  -- 'new': only cases reported from now on; 'open': open cases too, at their next step, where their state still exists
  moves text not null check (moves in ('new', 'open')),
  note text not null,
  at timestamptz not null,
  by uuid not null,
  primary key (city_id, version),
  unique (city_id, id)
);
call house.keep_facts('procedures');

alter table cases drop constraint cases_state_check;
alter table cases
  add procedure int not null default 0,
  add stage text check (stage in ('reported', 'dispatched', 'rectified', 'suspended', 'closed')),
  add ball text check (ball in ('desk', 'collector', 'unit', 'checker', 'nobody')),
  add ball_at timestamptz,
  add asked text,
  add outcome text check (outcome in ('done', 'withoutWork', 'refused', 'void', 'merged')),
  add exempt boolean not null default false,
  add resumes_at timestamptz,
  add life jsonb;

-- Cases that stand already: four states, which are the stages of the same names, and what their events tell.
with told as (
  select c.city_id, c.id,
    max(e.at) filter (where e.kind = 'case.dispatched') as dispatched_at,
    count(*) filter (where e.kind = 'case.verified' and e.data ->> 'passed' = 'false') as reworked,
    max(e.seq) filter (where e.kind = 'case.rectified') as rectified_seq,
    max(e.at) filter (where e.kind = 'case.rectified') as rectified_at,
    max(e.seq) filter (where e.kind in ('case.dispatched', 'case.reopened') or (e.kind = 'case.verified' and e.data ->> 'passed' = 'false')) as sent_seq,
    max(e.seq) filter (where e.kind = 'case.verified') as verified_seq,
    max(e.seq) filter (where e.kind = 'case.closed') as closed_seq
  from cases c left join events e on e.city_id = c.city_id and e.thing = c.id and e.kind like 'case.%'
  group by c.city_id, c.id
)
update cases c set
  stage = c.state,
  ball = case c.state when 'reported' then 'desk' when 'dispatched' then 'unit' when 'rectified' then 'checker' else 'nobody' end,
  ball_at = c.changed_at,
  outcome = case when c.state <> 'closed' then null when coalesce(t.closed_seq, 0) > coalesce(t.verified_seq, 0) then 'withoutWork' else 'done' end,
  life = jsonb_build_object(
    'clocks', '{}'::jsonb, 'request', null, 'before', null,
    'limitFrom', to_char(t.dispatched_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'limitDue', case when t.dispatched_at is not null then to_char(c.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end,
    'limitCounts', 'natural', 'condition', null,
    'handledAt', case when coalesce(t.rectified_seq, 0) > coalesce(t.sent_seq, 0)
      then to_char(t.rectified_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end,
    'reworked', t.reworked, 'returned', 0, 'asks', '{}'::jsonb, 'grants', '{}'::jsonb, 'links', '[]'::jsonb)
from told t where t.city_id = c.city_id and t.id = c.id;

alter table cases alter stage set not null, alter ball set not null, alter ball_at set not null, alter life set not null;

-- Queues go by state and by stage; what is over its time, what waits for a decision and what goes on by itself are few.
drop index cases_due;
create index cases_late on cases (city_id, due_at, id) where stage in ('reported', 'dispatched');
create index cases_stage on cases (city_id, stage, reported_at, id);
create index cases_asked on cases (city_id, asked, reported_at, id) where asked is not null;
create index cases_resuming on cases (city_id, resumes_at, id) where resumes_at is not null;
