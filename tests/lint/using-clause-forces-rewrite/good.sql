-- file: 001_start.sql
CREATE TABLE users (name varchar(20), code varchar(5), id int);
-- file: 002_change.sql
ALTER TABLE users ALTER COLUMN name TYPE text USING name::text, ALTER COLUMN code TYPE varchar(9) USING code;
-- it would be rewritten without USING, too
ALTER TABLE users ALTER COLUMN id TYPE bigint USING id * 2;
CREATE TABLE items (name varchar(20));
ALTER TABLE items ALTER COLUMN name TYPE text USING lower(name);
