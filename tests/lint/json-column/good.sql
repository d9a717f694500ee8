CREATE TABLE a (doc jsonb, json text);
CREATE TEMP TABLE t (doc json);
SELECT '{}'::json;
