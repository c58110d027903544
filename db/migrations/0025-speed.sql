-- What the desk asks for most, answered at any size: a filter on the map is counted and paged out of one index.

create index cases_unit_cell on cases (city_id, unit_id, state, cell) include (lng, lat, reported_at, id);

-- The board of the desk: how many cases each district and unit has open, overdue and closed, kept in the transaction that changes
-- a case. The nil id stands for none.
create table case_boards (
  city_id int not null references cities,
  district_id uuid not null,
  unit_id uuid not null,
  open int not null,
  -- open with a time limit before the mark of the head; what fell due since then is counted by whoever looks
  overdue int not null,
  closed int not null,
  primary key (city_id, district_id, unit_id)
) with (fillfactor = 50);
call house.keep_apart('case_boards');

create table case_board_heads (
  city_id int primary key references cities,
  -- changes with every change of the board
  version bigint not null,
  marked_at timestamptz not null
);
call house.keep_apart('case_board_heads');

-- What stands already is counted here, once.
insert into case_boards (city_id, district_id, unit_id, open, overdue, closed)
  select c.city_id, coalesce(p.district_id, '00000000-0000-0000-0000-000000000000'), coalesce(c.unit_id, '00000000-0000-0000-0000-000000000000'),
    count(*) filter (where c.stage <> 'closed'), 0, count(*) filter (where c.stage = 'closed')
  from cases c left join case_places p on p.city_id = c.city_id and p.case_id = c.id
  group by 1, 2, 3;
insert into case_board_heads (city_id, version, marked_at) select distinct city_id, 1, timestamptz '1970-01-01 00:00:00Z' from case_boards;
