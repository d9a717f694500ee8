BEGIN;
CREATE TABLE tags (name text);
COMMIT;
BEGIN;
DROP TABLE tags;
ROLLBACK;
CREATE TABLE words (word text);
