-- file: 001_base.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text, age int);
-- file: 002_change.sql
ALTER TABLE users ADD COLUMN a int;
ALTER TABLE users ADD COLUMN b int;
ALTER TABLE users ADD COLUMN c int;
ALTER TABLE users ADD COLUMN d int;
-- dunlin:unit
CREATE TABLE work (id bigint PRIMARY KEY);
-- dunlin:unit
ALTER TABLE work ADD COLUMN a int;
-- dunlin:unit
ALTER TABLE work ADD COLUMN b int;
-- dunlin:unit
ALTER TABLE work ADD COLUMN c int;
-- dunlin:unit
ALTER TABLE work ADD COLUMN d int;
