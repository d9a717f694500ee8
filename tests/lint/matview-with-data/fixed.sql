CREATE MATERIALIZED VIEW cities AS
SELECT city, count(*) AS people
FROM users
GROUP BY city
WITH NO DATA;

-- dunlin:unit
REFRESH MATERIALIZED VIEW cities;
-- dunlin:unit
CREATE UNIQUE INDEX cities_city ON cities (city);
CREATE MATERIALIZED VIEW app."Ids" AS SELECT id FROM users WITH NO DATA;

-- dunlin:unit
REFRESH MATERIALIZED VIEW app."Ids";
-- dunlin:unit
CREATE MATERIALIZED VIEW IF NOT EXISTS names AS SELECT city FROM users;
