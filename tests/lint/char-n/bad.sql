-- found: 4
CREATE TABLE a (id int, code char(10), "Flag" char NOT NULL, plain text);
ALTER TABLE b ADD COLUMN c character(3), ADD COLUMN d text;
ALTER TABLE b ALTER COLUMN d TYPE char(3);
