-- found: 3
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text, tenant int, "Nick" text);
CREATE TABLE users_email_key (id int);
CREATE TABLE parted (id bigint, at date) PARTITION BY RANGE (at);
-- file: 002_unique.sql
ALTER TABLE users ADD UNIQUE (email);
ALTER TABLE users
  ADD CONSTRAINT "one nick" UNIQUE (tenant, "Nick") INCLUDE (email) DEFERRABLE INITIALLY DEFERRED,
  ADD COLUMN phone text UNIQUE NOT NULL DEFAULT '';
-- What follows is a unit of its own.
ALTER TABLE users DROP COLUMN tenant;
