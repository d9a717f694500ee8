CREATE TABLE tags (name text);
BEGIN;
CREATE TABLE words (word text);
COMMIT;
BEGIN;
DROP TABLE words;
ROLLBACK;
