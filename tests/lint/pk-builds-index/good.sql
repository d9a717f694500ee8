-- file: 001_users.sql
CREATE TABLE users (id bigint NOT NULL);
-- file: 002_keys.sql
CREATE UNIQUE INDEX CONCURRENTLY users_pkey ON users (id);
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;
CREATE TABLE tags (name text);
ALTER TABLE tags ADD PRIMARY KEY (name);
