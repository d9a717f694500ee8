-- found: 3
-- dunlin:no-transaction
INSERT INTO a (b) VALUES (1);
UPDATE a SET b = b + 1 WHERE b > 3;
INSERT INTO a SELECT * FROM c;
