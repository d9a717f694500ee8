ALTER TABLE users ADD COLUMN phone text;
CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);
CREATE TABLE invoices (id bigint PRIMARY KEY);

-- the one for reports
create index CONCURRENTLY "Orders_placed_idx" on shop."Orders" using btree (placed desc) -- newest first
  where placed is not null;
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_data ON shop."Orders" USING gin (data);
CREATE INDEX CONCURRENTLY totals_n ON totals (n);
CREATE INDEX CONCURRENTLY elsewhere_a ON elsewhere (a);
CREATE INDEX CONCURRENTLY users_phone_idx ON ONLY users (phone);
