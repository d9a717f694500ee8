CREATE TABLE c (id int);
-- dunlin:down
DROP TABLE c;
