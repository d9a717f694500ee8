-- file: 001_start.sql
CREATE TABLE users (email text, nick varchar(20) UNIQUE, at timestamp, id int);
CREATE INDEX users_id ON users (id);
-- file: 002_change.sql
ALTER TABLE users ALTER COLUMN email TYPE citext;
ALTER TABLE users ALTER COLUMN at TYPE timestamptz;
ALTER TABLE users ALTER COLUMN nick TYPE text;
-- these rewrite: another rule
ALTER TABLE users ALTER COLUMN id TYPE bigint;
CREATE TABLE items (email text UNIQUE);
ALTER TABLE items ALTER COLUMN email TYPE citext;
