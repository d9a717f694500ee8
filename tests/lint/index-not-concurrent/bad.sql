-- found: 8
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE SCHEMA shop;
CREATE TABLE shop."Orders" (id bigint PRIMARY KEY, placed timestamptz, data jsonb);
CREATE MATERIALIZED VIEW totals AS SELECT count(*) AS n FROM users;
-- file: 002_index.sql
ALTER TABLE users ADD COLUMN phone text;
CREATE UNIQUE INDEX users_email ON users (email);
CREATE TABLE invoices (id bigint PRIMARY KEY);

-- the one for reports
create index on shop."Orders" using btree (placed desc) -- newest first
  where placed is not null;
CREATE INDEX IF NOT EXISTS orders_data ON shop."Orders" USING gin (data);
CREATE INDEX totals_n ON totals (n);
CREATE INDEX elsewhere_a ON elsewhere (a);
CREATE INDEX ON ONLY users (phone);
BEGIN ISOLATION LEVEL SERIALIZABLE;
ALTER TABLE users ADD COLUMN fax text;
CREATE INDEX users_fax ON users (fax);
ALTER TABLE users ADD COLUMN telex text;
CREATE INDEX users_telex ON users (telex);
COMMIT;
