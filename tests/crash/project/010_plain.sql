CREATE TABLE plain_010 (id int PRIMARY KEY, text text);
INSERT INTO plain_010 SELECT n, 'text ' || n FROM generate_series(1, 500) n;
INSERT INTO marks VALUES ('up 010.1');
-- dunlin:down
DROP TABLE plain_010;
INSERT INTO marks VALUES ('down 010.1');
