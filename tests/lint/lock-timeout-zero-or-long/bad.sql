-- found: 2
-- dunlin:own-timeouts
SET lock_timeout = 0;
CREATE TABLE tags (name text);
SET LOCAL lock_timeout TO '5min';
CREATE TABLE words (word text);
