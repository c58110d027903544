-- How long a sign-in lasts, and who must prove more than a password: rules of the city. Sessions know whether two factors
-- opened them, so that a rule that begins today also asks those who are inside already.

-- city: one row a city; without it the rules of the house hold
create table sign_in_rules (
  city_id int not null references cities,
  idle_minutes int not null check (idle_minutes between 10 and 720),
  longest_hours int not null check (longest_hours between 1 and 24),
  factor_roles text[] not null,
  -- from this day on nothing else is answered until a second factor is there; null when no role must have one
  factor_from date,
  primary key (city_id),
  check ((factor_from is null) = (cardinality(factor_roles) = 0))
);
call house.keep_apart('sign_in_rules');

alter table sessions add column strong boolean not null default false;
update sessions s set strong = true
where way = 'passkey'
  or exists (select from second_factors f where f.city_id = s.city_id and f.account_id = s.account_id and f.confirmed_at is not null);
