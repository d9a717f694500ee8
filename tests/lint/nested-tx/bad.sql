-- found: 1
BEGIN;
CREATE TABLE tags (name text);
BEGIN;
CREATE TABLE words (word text);
COMMIT;
