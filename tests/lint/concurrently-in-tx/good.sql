-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
-- file: 002_change.sql
ALTER TABLE users ADD COLUMN phone text;
CREATE INDEX CONCURRENTLY users_email ON users (email);
BEGIN;
ALTER TABLE users ADD COLUMN fax text;
REINDEX TABLE users;
DISCARD PLANS;
COMMIT;
VACUUM users;
DROP INDEX CONCURRENTLY users_email;
