-- found: 3
-- left: 1
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, city text);
-- file: 002_views.sql
CREATE MATERIALIZED VIEW cities AS
SELECT city, count(*) AS people
FROM users
GROUP BY city;
CREATE UNIQUE INDEX cities_city ON cities (city);
CREATE MATERIALIZED VIEW app."Ids" AS SELECT id FROM users;
CREATE MATERIALIZED VIEW IF NOT EXISTS names AS SELECT city FROM users;
