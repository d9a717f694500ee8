REINDEX INDEX CONCURRENTLY customers_city;
INSERT INTO marks VALUES ('up 004.1');
VACUUM (ANALYZE) customers;
REINDEX TABLE CONCURRENTLY customers;
INSERT INTO marks VALUES ('up 004.2');
DROP INDEX CONCURRENTLY customers_mood;
UPDATE customers SET score = score * 2 WHERE id <= 100;
INSERT INTO marks VALUES ('up 004.3');
-- dunlin:down
CREATE INDEX CONCURRENTLY customers_mood ON customers (mood);
UPDATE customers SET score = score / 2 WHERE id <= 100;
INSERT INTO marks VALUES ('down 004.1');
REINDEX TABLE CONCURRENTLY customers;
