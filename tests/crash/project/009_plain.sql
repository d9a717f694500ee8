CREATE TABLE plain_009 (id int PRIMARY KEY, text text);
INSERT INTO plain_009 SELECT n, 'text ' || n FROM generate_series(1, 500) n;
INSERT INTO marks VALUES ('up 009.1');
-- dunlin:down
DROP TABLE plain_009;
INSERT INTO marks VALUES ('down 009.1');
