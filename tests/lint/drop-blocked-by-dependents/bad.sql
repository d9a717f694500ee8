-- found: 4
-- file: 001_base.sql
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (id bigint PRIMARY KEY, email text, mood mood, note text);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id), note text);
CREATE VIEW emails AS SELECT id, email FROM users;
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER stamp BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION stamp();
-- file: 002_change.sql
ALTER TABLE users DROP COLUMN email;
DROP TYPE mood;
DROP FUNCTION stamp();
DROP TABLE users;
