-- found: 1
BEGIN;
CREATE TABLE tags (name text);
COMMIT;
START TRANSACTION;
CREATE TABLE words (word text);
