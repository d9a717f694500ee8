CREATE TABLE a (id int);
-- dunlin:unit
-- a transaction of its own
INSERT INTO a VALUES (1);
INSERT INTO a VALUES (2);
-- dunlin:unit
INSERT INTO a VALUES (3);
INSERT INTO missing VALUES (1);
