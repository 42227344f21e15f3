-- Where the kit keeps what it knows: contracts, slots, notifications, orders. Runs with psql and with CloudBase's own command
-- for migrations, twice without harm. Later changes are further files.
--
-- Tables are all alike: `doc` is the document as the functions wrote it, `version` tells whether it was written since it was
-- read. `json` and not `jsonb`, which puts keys in another order: a stored request is sent again as it was.

create schema if not exists entrust;
create sequence if not exists entrust.versions;

-- What is listed by has a column of its own. Texts are cut there, because an index takes no long ones; lists compare the whole.

create table if not exists entrust.contracts (
  id text collate "C" primary key,
  version bigint not null default nextval('entrust.versions'),
  doc json not null,
  "dueAtMs" double precision generated always as
    (case json_typeof(doc -> 'dueAtMs') when 'number' then (doc ->> 'dueAtMs')::double precision end) stored,
  "createdAtMs" double precision generated always as
    (case json_typeof(doc -> 'createdAtMs') when 'number' then (doc ->> 'createdAtMs')::double precision end) stored,
  "nextQueryAtMs" double precision generated always as
    (case json_typeof(doc -> 'nextQueryAtMs') when 'number' then (doc ->> 'nextQueryAtMs')::double precision end) stored,
  state text collate "C" generated always as (left(doc ->> 'state', 255)) stored,
  contract_id text collate "C" generated always as (left(doc ->> 'contract_id', 255)) stored,
  openid text collate "C" generated always as (left(doc ->> 'openid', 255)) stored,
  sub_openid text collate "C" generated always as (left(doc ->> 'sub_openid', 255)) stored,
  "userId" text collate "C" generated always as (left(doc ->> 'userId', 255)) stored,
  "erasedName" text collate "C" generated always as (left(doc ->> 'erasedName', 255)) stored
);
create index if not exists contracts_due on entrust.contracts ("dueAtMs", id);
create index if not exists contracts_state_begun on entrust.contracts (state, "createdAtMs", id);
create index if not exists contracts_state_asked on entrust.contracts (state, "nextQueryAtMs", id);
create index if not exists contracts_contract_id on entrust.contracts (contract_id);
create index if not exists contracts_openid on entrust.contracts (openid, "createdAtMs", id);
create index if not exists contracts_sub_openid on entrust.contracts (sub_openid, "createdAtMs", id);
create index if not exists contracts_erased_name on entrust.contracts ("erasedName", "createdAtMs", id);
create index if not exists contracts_user_id on entrust.contracts ("userId", "createdAtMs", id);

create table if not exists entrust.contract_slots (
  id text collate "C" primary key,
  version bigint not null default nextval('entrust.versions'),
  doc json not null
);

create table if not exists entrust.contract_notifications (
  id text collate "C" primary key,
  version bigint not null default nextval('entrust.versions'),
  doc json not null,
  "receivedAtMs" double precision generated always as
    (case json_typeof(doc -> 'receivedAtMs') when 'number' then (doc ->> 'receivedAtMs')::double precision end) stored,
  "dueAtMs" double precision generated always as
    (case json_typeof(doc -> 'dueAtMs') when 'number' then (doc ->> 'dueAtMs')::double precision end) stored,
  code text collate "C" generated always as (left(doc ->> 'code', 255)) stored,
  outcome text collate "C" generated always as (left(doc ->> 'outcome', 255)) stored
);
create index if not exists contract_notifications_due on entrust.contract_notifications ("dueAtMs", id);
create index if not exists contract_notifications_age on entrust.contract_notifications ("receivedAtMs", id);
create index if not exists contract_notifications_code on entrust.contract_notifications (code, "receivedAtMs", id);
create index if not exists contract_notifications_outcome on entrust.contract_notifications (outcome, "receivedAtMs", id);

create table if not exists entrust.contract_outbox (
  id text collate "C" primary key,
  version bigint not null default nextval('entrust.versions'),
  doc json not null,
  "dueAtMs" double precision generated always as
    (case json_typeof(doc -> 'dueAtMs') when 'number' then (doc ->> 'dueAtMs')::double precision end) stored,
  "createdAtMs" double precision generated always as
    (case json_typeof(doc -> 'createdAtMs') when 'number' then (doc ->> 'createdAtMs')::double precision end) stored,
  "deliveredAtMs" double precision generated always as
    (case json_typeof(doc -> 'deliveredAtMs') when 'number' then (doc ->> 'deliveredAtMs')::double precision end) stored,
  code text collate "C" generated always as (left(doc ->> 'code', 255)) stored
);
create index if not exists contract_outbox_due on entrust.contract_outbox ("dueAtMs", id);
create index if not exists contract_outbox_delivered on entrust.contract_outbox ("deliveredAtMs", id);
create index if not exists contract_outbox_code on entrust.contract_outbox (code, "createdAtMs", id);

create table if not exists entrust.payments (
  id text collate "C" primary key,
  version bigint not null default nextval('entrust.versions'),
  doc json not null,
  "dueAtMs" double precision generated always as
    (case json_typeof(doc -> 'dueAtMs') when 'number' then (doc ->> 'dueAtMs')::double precision end) stored,
  "createdAtMs" double precision generated always as
    (case json_typeof(doc -> 'createdAtMs') when 'number' then (doc ->> 'createdAtMs')::double precision end) stored,
  "request.payer.openid" text collate "C" generated always as (left(doc #>> '{request,payer,openid}', 255)) stored,
  "request.payer.sp_openid" text collate "C" generated always as (left(doc #>> '{request,payer,sp_openid}', 255)) stored,
  "request.payer.sub_openid" text collate "C" generated always as (left(doc #>> '{request,payer,sub_openid}', 255)) stored
);
create index if not exists payments_due on entrust.payments ("dueAtMs", id);
create index if not exists payments_openid on entrust.payments ("request.payer.openid", "createdAtMs", id);
create index if not exists payments_sp_openid on entrust.payments ("request.payer.sp_openid", "createdAtMs", id);
create index if not exists payments_sub_openid on entrust.payments ("request.payer.sub_openid", "createdAtMs", id);

create table if not exists entrust.call_nonces (
  id text collate "C" primary key,
  version bigint not null default nextval('entrust.versions'),
  doc json not null,
  "atMs" double precision generated always as
    (case json_typeof(doc -> 'atMs') when 'number' then (doc ->> 'atMs')::double precision end) stored
);
create index if not exists call_nonces_at on entrust.call_nonces ("atMs", id);

create table if not exists entrust.notify_keys (
  id text collate "C" primary key,
  version bigint not null default nextval('entrust.versions'),
  doc json not null
);

-- The merchant's own, which the functions only read. In its place there may be a view with these three columns.
create table if not exists entrust.orders (
  id text collate "C" primary key,
  version bigint not null default nextval('entrust.versions'),
  doc json not null
);

-- In `public`, since CloudBase's gateway calls nothing elsewhere. Whoever calls, calls as themselves: the tables are closed.

-- keys: [{collection, id}]. Gives [{version, doc}] in that order, all of one moment; version "0" where there is none.
create or replace function public.entrust_read(keys json) returns json
language plpgsql stable security invoker set search_path = ''
as $$
declare
  key record;
  found_one json;
  answer json[] := '{}';
begin
  for key in select k.value ->> 'collection' as collection, k.value ->> 'id' as id from json_array_elements(keys) k loop
    found_one := null;
    execute format('select json_build_object(''version'', version::text, ''doc'', doc) from entrust.%I where id = $1', key.collection)
      into found_one using key.id;
    answer := answer || coalesce(found_one, json_build_object('version', '0', 'doc', null));
  end loop;
  return array_to_json(answer);
end
$$;

-- What lists and counts have in common. request: {collection, by, of: {field, value}, upTo, after: {at, _id}}; dots lead into a
-- document. $1 is the value, $2 the number up to which, $3 and $4 what comes after. Without `by`, the whole collection by id.
create or replace function entrust.listed(request json) returns text
language sql stable security invoker set search_path = ''
as $$
  select concat(
    format('from entrust.%I where ', request ->> 'collection'),
    case when request ->> 'by' is null then 'id > $4'
      else format('%1$I >= 0 and %1$I <= $2 and (%1$I, id) > ($3, $4)', request ->> 'by') end,
    case when request #>> '{of,field}' is not null
      then format(' and %1$I = left($1, 255) and doc #>> string_to_array(%1$L, ''.'') = $1', request #>> '{of,field}') end)
$$;

-- Gives the documents, the lowest number first. request: as above, with limit.
create or replace function public.entrust_list(request json) returns json
language plpgsql stable security invoker set search_path = ''
as $$
declare
  answer json;
begin
  execute format(
    'select json_agg(found.doc order by found.at, found.id) from (select doc, %1$s as at, id %2$s order by %1$s, id limit $5) found',
    coalesce(quote_ident(request ->> 'by'), 'id'), entrust.listed(request))
    into answer
    using
      request #>> '{of,value}',
      coalesce((request ->> 'upTo')::double precision, 'Infinity'),
      coalesce((request #>> '{after,at}')::double precision, '-Infinity'),
      coalesce(request #>> '{after,_id}', ''),
      least((request ->> 'limit')::integer, 1000);
  return coalesce(answer, '[]');
end
$$;

-- Gives how many there are.
create or replace function public.entrust_count(request json) returns json
language plpgsql stable security invoker set search_path = ''
as $$
declare
  answer bigint;
begin
  execute 'select count(*) ' || entrust.listed(request)
    into answer
    using
      request #>> '{of,value}',
      coalesce((request ->> 'upTo')::double precision, 'Infinity'),
      '-Infinity'::double precision,
      '';
  return to_json(answer);
end
$$;

-- reads: [{collection, id, version}] as they were read, or with `revision`, the one in the document. writes: [{collection, id,
-- doc}], without `doc` to delete. Gives {committed}: false where something read was written since, and then nothing is written.
create or replace function public.entrust_commit(reads json, writes json) returns json
language plpgsql volatile security invoker set search_path = '' set lock_timeout = '2s'
as $$
declare
  item record;
  stored record;
begin
  -- One after another for each document, there or not, in an order all agree on.
  for item in
    select distinct hashtextextended(e.value ->> 'collection' || '/' || (e.value ->> 'id'), 0) as key
    from (select value from json_array_elements(reads) union all select value from json_array_elements(writes)) e
    order by key
  loop
    perform pg_advisory_xact_lock(item.key);
  end loop;
  for item in
    select r.value ->> 'collection' as collection, r.value ->> 'id' as id,
      (r.value ->> 'version')::bigint as version, r.value ->> 'revision' as revision
    from json_array_elements(reads) r
  loop
    execute format('select version, doc ->> ''revision'' as revision from entrust.%I where id = $1 for update', item.collection)
      into stored using item.id;
    if item.version <> coalesce(stored.version, 0) or item.revision <> coalesce(stored.revision, '') then
      return json_build_object('committed', false);
    end if;
  end loop;
  for item in
    select w.value ->> 'collection' as collection, w.value ->> 'id' as id, w.value -> 'doc' as doc
    from json_array_elements(writes) w
  loop
    if item.doc is null then
      execute format('delete from entrust.%I where id = $1', item.collection) using item.id;
    else
      execute format(
        'insert into entrust.%I (id, doc) values ($1, $2)
         on conflict (id) do update set version = excluded.version, doc = excluded.doc', item.collection)
        using item.id, item.doc;
    end if;
  end loop;
  return json_build_object('committed', true);
end
$$;

-- Nobody but the kit. `service_role` is the role of CloudBase's API keys; where one signs in by name and password, `entrust_kit`
-- is granted to that user.
do $$
begin
  create role entrust_kit nologin;
exception
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then raise notice 'role entrust_kit was not made: this user may make none';
end
$$;

do $$
declare
  who text;
begin
  foreach who in array array['public', 'anon', 'authenticated'] loop
    if who = 'public' or exists (select from pg_catalog.pg_roles where rolname = who) then
      execute format('revoke all on schema entrust from %s', who);
      execute format('revoke all on all tables in schema entrust from %s', who);
      execute format('revoke all on all sequences in schema entrust from %s', who);
      execute format('revoke all on function entrust.listed(json) from %s', who);
      execute format('revoke all on function public.entrust_read(json), public.entrust_list(json), public.entrust_count(json), public.entrust_commit(json, json) from %s', who);
    end if;
  end loop;
  foreach who in array array['entrust_kit', 'service_role'] loop
    if exists (select from pg_catalog.pg_roles where rolname = who) then
      execute format('grant usage on schema entrust to %s', who);
      execute format('grant usage on sequence entrust.versions to %s', who);
      execute format(
        'grant select, insert, update, delete on entrust.contracts, entrust.contract_slots, entrust.contract_notifications,
           entrust.contract_outbox, entrust.payments, entrust.call_nonces, entrust.notify_keys to %s', who);
      execute format('grant select on entrust.orders to %s', who);
      execute format('grant execute on function entrust.listed(json) to %s', who);
      execute format('grant execute on function public.entrust_read(json), public.entrust_list(json), public.entrust_count(json), public.entrust_commit(json, json) to %s', who);
    end if;
  end loop;
end
$$;
