-- found: 1
-- file: 001_tables.sql
CREATE TABLE a (id int PRIMARY KEY);
CREATE TABLE b (id int PRIMARY KEY);
CREATE TABLE c (id int PRIMARY KEY);
-- file: 002_columns.sql
ALTER TABLE a ADD COLUMN note text;
-- The same for the others.
ALTER TABLE b ADD COLUMN note text;
ALTER TABLE b ADD COLUMN more text;
ALTER TABLE c
  ADD COLUMN note text;
TRUNCATE elsewhere;
