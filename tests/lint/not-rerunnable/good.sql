CREATE TABLE a (id int);
INSERT INTO a VALUES (1);
CREATE INDEX CONCURRENTLY i ON a (id);
VACUUM a;
-- dunlin:unit alone
ALTER TABLE a ADD COLUMN IF NOT EXISTS b int, ALTER COLUMN b SET DEFAULT 3;
-- dunlin:unit alone
-- dunlin:verify SELECT count(*) > 0 FROM a
CALL fill();
-- dunlin:unit alone
DROP POLICY IF EXISTS p ON a;
-- dunlin:unit alone
CREATE POLICY p ON a USING (true);
