-- found: 1
-- file: 001_base.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text, age int);
-- file: 002_change.sql
ALTER TABLE users ADD COLUMN a int;
-- dunlin:unit
ALTER TABLE users ADD COLUMN b int;
-- dunlin:unit
ALTER TABLE users ADD COLUMN c int;
-- dunlin:unit
ALTER TABLE users ADD COLUMN d int;
