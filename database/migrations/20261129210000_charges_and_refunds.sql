-- Charges of combine-papay, the numbers they used, and refunds; and orders by when they were paid, which a day's bill is compared
-- with. Behind the file before it; twice without harm.

alter table entrust.payments add column if not exists "paidAtMs" double precision generated always as
  (case json_typeof(doc -> 'paidAtMs') when 'number' then (doc ->> 'paidAtMs')::double precision end) stored;
create index if not exists payments_paid on entrust.payments ("paidAtMs", id);

create table if not exists entrust.charges (
  id text collate "C" primary key,
  version bigint not null default nextval('entrust.versions'),
  doc json not null,
  "dueAtMs" double precision generated always as
    (case json_typeof(doc -> 'dueAtMs') when 'number' then (doc ->> 'dueAtMs')::double precision end) stored,
  "createdAtMs" double precision generated always as
    (case json_typeof(doc -> 'createdAtMs') when 'number' then (doc ->> 'createdAtMs')::double precision end) stored,
  "paidAtMs" double precision generated always as
    (case json_typeof(doc -> 'paidAtMs') when 'number' then (doc ->> 'paidAtMs')::double precision end) stored,
  code text collate "C" generated always as (left(doc ->> 'code', 255)) stored
);
create index if not exists charges_due on entrust.charges ("dueAtMs", id);
create index if not exists charges_paid on entrust.charges ("paidAtMs", id);
create index if not exists charges_code on entrust.charges (code, "createdAtMs", id);

create table if not exists entrust.charge_orders (
  id text collate "C" primary key,
  version bigint not null default nextval('entrust.versions'),
  doc json not null
);

create table if not exists entrust.refunds (
  id text collate "C" primary key,
  version bigint not null default nextval('entrust.versions'),
  doc json not null,
  "dueAtMs" double precision generated always as
    (case json_typeof(doc -> 'dueAtMs') when 'number' then (doc ->> 'dueAtMs')::double precision end) stored,
  "createdAtMs" double precision generated always as
    (case json_typeof(doc -> 'createdAtMs') when 'number' then (doc ->> 'createdAtMs')::double precision end) stored,
  out_trade_no text collate "C" generated always as (left(doc ->> 'out_trade_no', 255)) stored
);
create index if not exists refunds_due on entrust.refunds ("dueAtMs", id);
create index if not exists refunds_age on entrust.refunds ("createdAtMs", id);
create index if not exists refunds_order on entrust.refunds (out_trade_no, "createdAtMs", id);

do $$
declare
  who text;
begin
  foreach who in array array['public', 'anon', 'authenticated'] loop
    if who = 'public' or exists (select from pg_catalog.pg_roles where rolname = who) then
      execute format('revoke all on entrust.charges, entrust.charge_orders, entrust.refunds from %s', who);
    end if;
  end loop;
  foreach who in array array['entrust_kit', 'service_role'] loop
    if exists (select from pg_catalog.pg_roles where rolname = who) then
      execute format(
        'grant select, insert, update, delete on entrust.charges, entrust.charge_orders, entrust.refunds to %s', who);
    end if;
  end loop;
end
$$;
