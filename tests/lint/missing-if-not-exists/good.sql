-- rolled back with its journal when it fails
CREATE TABLE a (id int);
ALTER TABLE a ADD COLUMN b int;
ALTER TYPE mood ADD VALUE 'sad';
-- the catalog is asked whether it was built
CREATE INDEX CONCURRENTLY i ON a (id);
-- dunlin:unit alone
CREATE TABLE IF NOT EXISTS c (id int);
-- dunlin:unit alone
-- dunlin:verify SELECT to_regclass('d') IS NOT NULL
CREATE TABLE d (id int);
