-- found: 2
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, a int, b int);
-- file: 002_types.sql
ALTER TABLE users ALTER COLUMN a TYPE bigint;
ALTER TABLE public.users ALTER COLUMN b TYPE bigint;
-- dunlin:unit
ALTER TABLE users ALTER COLUMN a SET NOT NULL;
ALTER TABLE users ALTER COLUMN b SET NOT NULL;
