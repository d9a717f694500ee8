-- dunlin:own-timeouts
SET lock_timeout = '2s';
CREATE TABLE tags (name text);
SET LOCAL lock_timeout = '2s';
CREATE TABLE words (word text);
