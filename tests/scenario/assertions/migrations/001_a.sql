CREATE TABLE a (id int);
INSERT INTO a VALUES (1);
-- dunlin:assert SELECT count(*) = 1 FROM a
CREATE TABLE guarded (id int);
