-- found: 2
-- file: 001_users.sql
CREATE TABLE users (id bigint, CONSTRAINT users_key PRIMARY KEY (id));
-- file: 002_keys.sql
ALTER TABLE users DROP CONSTRAINT users_key;
ALTER TABLE app.unknown DROP CONSTRAINT unknown_pkey;
