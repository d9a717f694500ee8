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
BEGIN ISOLATION LEVEL SERIALIZABLE;
ALTER TABLE users ADD COLUMN fax text;
COMMIT;

CREATE INDEX CONCURRENTLY users_fax ON users (fax);

BEGIN ISOLATION LEVEL SERIALIZABLE;
ALTER TABLE users ADD COLUMN telex text;
COMMIT;
CREATE INDEX CONCURRENTLY users_telex ON users (telex);
