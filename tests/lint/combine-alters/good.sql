-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, a int, b int, CONSTRAINT positive CHECK (a > 0));
ALTER TABLE users ADD CONSTRAINT small CHECK (a < 100) NOT VALID;
-- file: 002_types.sql
ALTER TABLE users ALTER COLUMN a TYPE bigint, ALTER COLUMN b TYPE bigint;
ALTER TABLE users ADD COLUMN c int;
ALTER TABLE users ADD COLUMN d int;
-- dunlin:unit
ALTER TABLE users ALTER COLUMN c TYPE bigint;
ALTER TABLE users VALIDATE CONSTRAINT small;
