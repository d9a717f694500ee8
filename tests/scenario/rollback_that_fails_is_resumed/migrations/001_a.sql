CREATE TABLE a (id int);
CREATE TABLE b (id int);
CREATE INDEX a_id ON a (id);
-- dunlin:down
DROP TABLE b;
DROP INDEX CONCURRENTLY a_id;
SELECT 1 / (SELECT count(*) FROM switch);
DROP TABLE a;
