CREATE TABLE a (id bigint, at timestamptz, n int, active boolean, done boolean, name text);
-- nothing to win: a row ends at 8 bytes anyway
CREATE TABLE b (n int, id bigint);
-- behind text the places differ from row to row
CREATE TABLE c (name text, active boolean, id bigint, done boolean, at timestamptz);
CREATE TEMP TABLE d (active boolean, id bigint, done boolean, at timestamptz);
