-- file: 001_base.sql
CREATE TABLE users (id bigint PRIMARY KEY, tenant_id bigint, score int CHECK (score > 0), note text);
CREATE INDEX users_note ON users (note);
-- file: 002_change.sql
ALTER TABLE users DROP COLUMN tenant_id, DROP COLUMN score, DROP COLUMN note;
