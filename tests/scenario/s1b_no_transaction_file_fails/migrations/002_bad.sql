-- dunlin:no-transaction
-- Rollback: DROP TABLE a1, a2
CREATE TABLE a1 (id int);
INSERT INTO a1 VALUES (1);
SELECT 1/0;
CREATE TABLE a2 (id int);
