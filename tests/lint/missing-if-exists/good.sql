DROP TABLE old;
ALTER TABLE a DROP COLUMN b;
-- looked up in the catalog
DROP INDEX CONCURRENTLY i;
-- dunlin:unit alone
DROP TABLE IF EXISTS c;
-- dunlin:unit alone
ALTER TABLE a DROP COLUMN IF EXISTS d, ALTER COLUMN e DROP NOT NULL;
