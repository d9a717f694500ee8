-- found: 2
-- file: 001_users.sql
CREATE TABLE users (id bigint, tenant int NOT NULL, "Key" uuid NOT NULL);
CREATE TABLE tags (name text NOT NULL);
-- file: 002_keys.sql
ALTER TABLE users ADD PRIMARY KEY (tenant, id);
ALTER TABLE tags ADD COLUMN since date, ADD CONSTRAINT tag_key PRIMARY KEY (name);
ANALYZE tags;
