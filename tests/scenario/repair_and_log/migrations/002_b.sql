CREATE TABLE b (id int);
-- dunlin:down
DROP TABLE b;
