-- file: 001_users.sql
CREATE TABLE users (id bigint, tenant int NOT NULL, CONSTRAINT id_nn CHECK (id IS NOT NULL));
CREATE TABLE tags (name text NOT NULL);
-- file: 002_key.sql
CREATE UNIQUE INDEX CONCURRENTLY users_pkey ON users (tenant, id);
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;
CREATE UNIQUE INDEX CONCURRENTLY tags_pkey ON tags (name);
ALTER TABLE tags ADD CONSTRAINT tags_pkey PRIMARY KEY USING INDEX tags_pkey;
ALTER TABLE unknown ADD CONSTRAINT k PRIMARY KEY USING INDEX unknown_index;
