-- found: 4
-- file: 001_start.sql
CREATE TABLE users (email text UNIQUE, nick varchar(20), at timestamp, city varchar(10));
CREATE INDEX ON users (at);
CREATE INDEX users_nick ON users (lower(nick));
CREATE INDEX users_city ON users (at) WHERE city = 'x';
-- file: 002_change.sql
ALTER TABLE users ALTER COLUMN email TYPE citext;
ALTER TABLE users ALTER COLUMN at TYPE timestamptz;
ALTER TABLE users ALTER COLUMN nick TYPE varchar(30), ALTER COLUMN city TYPE varchar(20);
