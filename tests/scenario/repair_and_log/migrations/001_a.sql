CREATE TABLE a (id int);
-- dunlin:down
DROP TABLE a;
