-- Signing in: what proves that a person is who they say, the sessions that follow, and keys for systems. Only hashes of
-- what opens a door are stored; the secret of a second factor is encrypted with a key that is not in the database.

-- city: an account may have no password (a newcomer, single sign-on only, a system)
alter table accounts alter column password_hash drop not null;
alter table accounts add column kind text not null default 'person' check (kind in ('person', 'service'));
alter table accounts add column email text;
alter table accounts add column password_at timestamptz;

-- city: a session is shown to its owner by device and time, and ended by its id
alter table sessions add column id uuid not null default gen_random_uuid();
alter table sessions add column way text not null default 'password';
alter table sessions add column device text not null default '';
alter table sessions add column address text not null default '';
alter table sessions add column seen_at timestamptz;
-- when the person last proved who they are; sensitive calls ask for it anew after a while
alter table sessions add column proved_at timestamptz;
alter table sessions add constraint sessions_id unique (city_id, id);

-- access: the second factor by an app (TOTP, RFC 6238); a step of time is accepted once
create table second_factors (
  city_id int not null references cities,
  account_id uuid not null,
  secret text not null,
  last_step bigint not null default 0,
  since timestamptz not null,
  confirmed_at timestamptz,
  primary key (city_id, account_id),
  foreign key (city_id, account_id) references accounts (city_id, id)
);
call house.keep_apart('second_factors');

create table recovery_codes (
  city_id int not null references cities,
  account_id uuid not null,
  code_hash text not null,
  used_at timestamptz,
  primary key (city_id, account_id, code_hash),
  foreign key (city_id, account_id) references accounts (city_id, id)
);
call house.keep_apart('recovery_codes');

-- access: passkeys (WebAuthn); `id` is the credential's own
create table passkeys (
  city_id int not null references cities,
  id text not null,
  account_id uuid not null,
  public_key text not null,
  counter bigint not null,
  transports text not null default '',
  name text not null,
  added_at timestamptz not null,
  used_at timestamptz,
  primary key (city_id, id),
  foreign key (city_id, account_id) references accounts (city_id, id)
);
create index passkeys_account on passkeys (city_id, account_id);
call house.keep_apart('passkeys');

-- access: keys of systems; the beginning of a key is kept to recognise it by
create table api_keys (
  city_id int not null references cities,
  id uuid not null,
  account_id uuid not null,
  name text not null,
  beginning text not null,
  key_hash text not null,
  scopes text[] not null,
  made_at timestamptz not null,
  made_by uuid not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  primary key (city_id, id),
  unique (city_id, key_hash),
  foreign key (city_id, account_id) references accounts (city_id, id)
);
create index api_keys_account on api_keys (city_id, account_id);
call house.keep_apart('api_keys');

-- access: invitations and resets, by mail or on a printed slip; each code opens once
create table entry_codes (
  city_id int not null references cities,
  id uuid not null,
  code_hash text not null,
  account_id uuid not null,
  purpose text not null check (purpose in ('invitation', 'reset')),
  way text not null check (way in ('mail', 'slip')),
  made_at timestamptz not null,
  made_by uuid,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (city_id, id),
  unique (city_id, code_hash),
  foreign key (city_id, account_id) references accounts (city_id, id)
);
create index entry_codes_account on entry_codes (city_id, account_id, made_at);
call house.keep_apart('entry_codes');

-- access: devices that an account was signed in on; strangers who guess elsewhere do not slow these down
create table known_devices (
  city_id int not null references cities,
  token_hash text not null,
  account_id uuid not null,
  since timestamptz not null,
  seen_at timestamptz not null,
  primary key (city_id, token_hash, account_id),
  foreign key (city_id, account_id) references accounts (city_id, id)
);
create index known_devices_account on known_devices (city_id, account_id);
call house.keep_apart('known_devices');

-- access: tries that have not succeeded, by a hash of who and from where; forgotten a day after the last
create table sign_in_tries (
  city_id int not null references cities,
  what text not null,
  tries int not null,
  last_at timestamptz not null,
  primary key (city_id, what)
);
create index sign_in_tries_last on sign_in_tries (city_id, last_at);
call house.keep_apart('sign_in_tries');

-- access: a sign-in between two steps (second factor, passkey, single sign-on); minutes old at most
create table open_steps (
  city_id int not null references cities,
  token_hash text not null,
  kind text not null,
  account_id uuid,
  data jsonb not null,
  expires_at timestamptz not null,
  primary key (city_id, token_hash)
);
create index open_steps_expires on open_steps (city_id, expires_at);
call house.keep_apart('open_steps');

-- access: who an account is at the provider of single sign-on
create table sso_links (
  city_id int not null references cities,
  issuer text not null,
  subject text not null,
  account_id uuid not null,
  since timestamptz not null,
  primary key (city_id, issuer, subject),
  foreign key (city_id, account_id) references accounts (city_id, id)
);
create index sso_links_account on sso_links (city_id, account_id);
call house.keep_apart('sso_links');
