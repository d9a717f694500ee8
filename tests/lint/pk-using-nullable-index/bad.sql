-- found: 1
-- file: 001_users.sql
CREATE TABLE users (id bigint, tenant int NOT NULL);
-- file: 002_key.sql
CREATE UNIQUE INDEX CONCURRENTLY users_pkey ON users (tenant, id);
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;
