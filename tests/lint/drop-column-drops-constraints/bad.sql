-- found: 3
-- file: 001_base.sql
CREATE TABLE users (id bigint PRIMARY KEY, tenant_id bigint, email text, score int, UNIQUE (tenant_id, email));
CREATE TABLE visits (user_id bigint REFERENCES users (id), at timestamptz, place text);
CREATE INDEX visits_at_place ON visits (at, place);
-- file: 002_change.sql
ALTER TABLE users DROP COLUMN tenant_id;
ALTER TABLE visits DROP COLUMN user_id, DROP COLUMN place;
