SET LOCAL search_path = app;
CREATE TABLE tags (name text);
-- dunlin:unit
SET search_path TO app;
CREATE TABLE words (word text);
RESET search_path;
