create or replace function set_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end $$;

create table suppliers (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete cascade,
  name text not null,
  country char(2) not null,
  contact_email text,
  approved boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index idx_suppliers_org on suppliers (organization_id);
create trigger suppliers_set_updated_at before update on suppliers for each row execute function set_updated_at();

create table supplier_products (
  supplier_id uuid not null references suppliers (id) on delete cascade,
  product_id uuid not null references products (id) on delete cascade,
  supplier_sku text,
  unit_cost numeric(12, 2) not null default 0,
  lead_days integer not null default 14,
  primary key (supplier_id, product_id)
);
create index idx_supplier_products_product on supplier_products (product_id);

create table certificates (
  id uuid primary key default gen_random_uuid(),
  supplier_id uuid not null references suppliers (id) on delete cascade,
  kind text not null,
  issued_by text not null,
  valid_from date not null,
  valid_until date not null,
  check (valid_until > valid_from)
);
create index idx_certificates_supplier on certificates (supplier_id, valid_until);
