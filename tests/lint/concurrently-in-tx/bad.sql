-- found: 9
-- left: 3
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text, name text);
-- file: 002_change.sql
BEGIN;
CREATE INDEX CONCURRENTLY users_email ON users (email);
COMMIT;

BEGIN;
CREATE INDEX CONCURRENTLY users_name ON users (name);
ALTER TABLE users ADD COLUMN phone text;
COMMIT;

BEGIN;
ALTER TABLE users ADD COLUMN fax text;
DROP INDEX CONCURRENTLY users_name;
ALTER TABLE users ADD COLUMN telex text;
REINDEX TABLE CONCURRENTLY users;
COMMIT;

START TRANSACTION;
COMMENT ON TABLE users IS 'who';
VACUUM users;
ALTER SYSTEM SET work_mem = '8MB';
COMMENT ON TABLE users IS 'people';
END;

BEGIN;
SAVEPOINT before;
VACUUM users;
COMMIT;

DO $$
BEGIN
  CREATE INDEX CONCURRENTLY users_id_name ON users (id, name);
  EXECUTE 'REINDEX TABLE CONCURRENTLY users';
END $$;
