BEGIN;
ALTER TABLE customers ADD COLUMN region text;
INSERT INTO marks VALUES ('up 007.1');
COMMIT;
BEGIN ISOLATION LEVEL REPEATABLE READ;
UPDATE customers SET region = 'region ' || id % 7 WHERE id % 2 = 0;
INSERT INTO marks VALUES ('up 007.2');
COMMIT;
-- dunlin:assert SELECT count(*) = 2000 FROM customers WHERE region IS NOT NULL
INSERT INTO marks VALUES ('up 007.3');
-- dunlin:down
BEGIN;
INSERT INTO marks VALUES ('down 007.1');
COMMIT;
VACUUM customers;
ALTER TABLE customers DROP COLUMN region;
INSERT INTO marks VALUES ('down 007.2');
