-- found: 3
-- file: 001_start.sql
CREATE TABLE countries (code varchar(2) PRIMARY KEY, nr int UNIQUE);
CREATE TABLE users (country varchar(2) REFERENCES countries (code), nr int CONSTRAINT by_nr REFERENCES countries (nr));
-- file: 002_change.sql
ALTER TABLE users ALTER COLUMN country TYPE varchar(3);
ALTER TABLE users ALTER COLUMN nr TYPE bigint;
ALTER TABLE users ALTER COLUMN country TYPE varchar(3);
