CREATE TABLE plain_008 (id int PRIMARY KEY, text text);
INSERT INTO plain_008 SELECT n, 'text ' || n FROM generate_series(1, 500) n;
INSERT INTO marks VALUES ('up 008.1');
-- dunlin:down
DROP TABLE plain_008;
INSERT INTO marks VALUES ('down 008.1');
