CREATE TYPE point3 AS (x int, y int, z int);
CREATE DOMAIN mood AS text CHECK (value IN ('sad', 'ok'));
CREATE TABLE moods (name text PRIMARY KEY);
