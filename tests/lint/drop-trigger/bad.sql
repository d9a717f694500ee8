-- found: 1
-- file: 001_base.sql
CREATE TABLE t (id bigint PRIMARY KEY, owner text);
CREATE FUNCTION log_it() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER log AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION log_it();
CREATE POLICY mine ON t USING (owner = current_user);
-- file: 002_change.sql
DROP TRIGGER log ON t;
DROP TRIGGER IF EXISTS "Unknown" ON elsewhere.u;
