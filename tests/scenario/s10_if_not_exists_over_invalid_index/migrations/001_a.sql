CREATE TABLE a (id int, n int);
INSERT INTO a VALUES (1, 1), (1, 2);
