-- found: 1
CREATE TABLE tags (name text);
COMMIT;
CREATE TABLE words (word text);
