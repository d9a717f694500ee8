-- found: 4
-- file: 001_tables.sql
CREATE TABLE plain (id bigint PRIMARY KEY);
CREATE UNLOGGED TABLE quick (id bigint PRIMARY KEY);
CREATE TABLE sent (id bigint PRIMARY KEY);
CREATE PUBLICATION outside FOR TABLE sent;
-- file: 002_alter.sql
ALTER TABLE plain ADD COLUMN a int, SET UNLOGGED;
ALTER TABLE quick SET LOGGED;
ALTER TABLE sent SET UNLOGGED;
ALTER TABLE app."Unknown" SET LOGGED;
