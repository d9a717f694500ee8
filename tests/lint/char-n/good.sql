CREATE TABLE a (id int, code text, v varchar(10), one "char");
CREATE TEMP TABLE t (c char(3));
ALTER TABLE t ADD COLUMN d char(3);
ALTER TABLE a ADD COLUMN e text CHECK (length(e) = 2);
