CREATE TABLE a (id int);
INSERT INTO a SELECT generate_series(1, 100);
