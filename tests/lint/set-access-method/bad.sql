-- found: 2
-- file: 001_tables.sql
CREATE TABLE plain (id bigint PRIMARY KEY);
-- file: 002_alter.sql
ALTER TABLE plain SET ACCESS METHOD columnar;
ALTER TABLE unknown SET ACCESS METHOD heap;
