CREATE TABLE a (id int PRIMARY KEY, n smallint);
CREATE TABLE b (a smallint, b smallint, PRIMARY KEY (a, b));
