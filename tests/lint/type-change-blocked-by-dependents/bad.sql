-- found: 6
-- file: 001_start.sql
CREATE TABLE users (id int, name varchar(20), city varchar(20), net int, gross int GENERATED ALWAYS AS (net * 2) STORED, owner varchar(10), "Mail" text, tag varchar(3));
CREATE VIEW names AS SELECT u.name FROM users u;
CREATE MATERIALIZED VIEW cities AS SELECT count(*), city FROM users GROUP BY city;
CREATE POLICY own ON users USING (owner = current_user);
CREATE FUNCTION changed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER mailed BEFORE UPDATE OF "Mail" ON users FOR EACH ROW EXECUTE FUNCTION changed();
-- file: 002_change.sql
ALTER TABLE users ALTER COLUMN name TYPE text;
ALTER TABLE users ALTER COLUMN city TYPE text, ALTER COLUMN net TYPE bigint;
ALTER TABLE public.users ALTER owner TYPE text;
ALTER TABLE users ALTER COLUMN "Mail" TYPE varchar(100);
CREATE VIEW everything AS SELECT * FROM users;
ALTER TABLE users ALTER COLUMN tag TYPE text;
