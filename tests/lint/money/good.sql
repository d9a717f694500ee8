CREATE TABLE a (id int, money numeric(12,2));
CREATE TEMP TABLE t (c money);
