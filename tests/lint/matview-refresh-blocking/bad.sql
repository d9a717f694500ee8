-- found: 4
-- left: 3
-- file: 001_views.sql
CREATE TABLE users (id bigint PRIMARY KEY, city text);
CREATE MATERIALIZED VIEW cities AS SELECT city, count(*) AS people FROM users GROUP BY city;
CREATE UNIQUE INDEX cities_city ON cities (city);
CREATE MATERIALIZED VIEW "All users" AS SELECT * FROM users;
CREATE UNIQUE INDEX all_users ON "All users" (id) WHERE id > 0;
-- file: 002_refresh.sql
REFRESH MATERIALIZED VIEW cities WITH DATA;
REFRESH MATERIALIZED VIEW "All users";
REFRESH MATERIALIZED VIEW CONCURRENTLY "All users";
REFRESH MATERIALIZED VIEW unknown;
