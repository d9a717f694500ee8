-- migrate:up transaction:false
CREATE TABLE a1 (id int);
INSERT INTO a1 VALUES (1);
SELECT 1/0;
CREATE TABLE a2 (id int);

-- migrate:down
DROP TABLE a2;
DROP TABLE a1;
