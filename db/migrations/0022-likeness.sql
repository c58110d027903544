-- Likeness: how near and how recent another case must be to be perhaps the same, and what was learned from closed cases.

-- the city's own rules; the longest beginning of a class counts, '' is every class
create table duplicate_rules (
  city_id int not null references cities,
  class text not null,
  radius_m int not null check (radius_m between 1 and 1000),
  days int not null check (days between 1 and 3650),
  primary key (city_id, class)
);
call house.keep_apart('duplicate_rules');

-- what closed cases taught: numbers of words by class or unit, so that every suggestion can be explained
create table suggestion_models (
  city_id int not null references cities,
  target text not null check (target in ('class', 'unit')),
  version int not null,
  trained_at timestamptz not null,
  -- closed cases learned from, and what they could not teach: values with too few of them
  cases int not null,
  left_out int not null,
  words int not null,
  content jsonb not null,
  primary key (city_id, target, version)
);
call house.keep_apart('suggestion_models');
