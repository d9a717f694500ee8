-- file: 001_tables.sql
CREATE TABLE plain (id bigint PRIMARY KEY);
-- file: 002_alter.sql
ALTER TABLE plain SET ACCESS METHOD heap;
CREATE TABLE fresh (id bigint);
ALTER TABLE fresh SET ACCESS METHOD columnar;
