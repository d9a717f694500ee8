CREATE TABLE beside (id int);
ALTER TABLE t ADD COLUMN more text;
