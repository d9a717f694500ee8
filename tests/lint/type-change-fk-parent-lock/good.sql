-- file: 001_start.sql
CREATE TABLE countries (code varchar(2) PRIMARY KEY, parent varchar(2) REFERENCES countries);
CREATE TABLE users (country varchar(2) CONSTRAINT c REFERENCES countries (code), name varchar(20));
-- file: 002_change.sql
ALTER TABLE users ALTER COLUMN name TYPE varchar(30);
ALTER TABLE countries ALTER COLUMN parent TYPE varchar(3);
ALTER TABLE users DROP CONSTRAINT c;
ALTER TABLE users ALTER COLUMN country TYPE varchar(3);
