CREATE TABLE a (id int, name varchar, t text, c char(3));
ALTER TABLE a ALTER COLUMN c TYPE varchar;
CREATE TEMP TABLE t (c varchar(3));
