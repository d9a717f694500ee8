-- file: 001_users.sql
CREATE TABLE users (id bigint NOT NULL, big bigint NOT NULL, CONSTRAINT users_pkey PRIMARY KEY (id), CONSTRAINT tags_pkey CHECK (id > 0));
-- file: 002_keys.sql
CREATE UNIQUE INDEX CONCURRENTLY users_big ON users (big);
ALTER TABLE users DROP CONSTRAINT users_pkey, ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_big;
ALTER TABLE users DROP CONSTRAINT tags_pkey;
CREATE TABLE tags (name text PRIMARY KEY);
ALTER TABLE tags DROP CONSTRAINT tags_pkey;
