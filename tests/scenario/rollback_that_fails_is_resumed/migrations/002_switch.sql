CREATE TABLE switch (id int);
-- dunlin:down
DROP TABLE IF EXISTS nothing;
