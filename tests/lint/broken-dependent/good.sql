-- file: 001_base.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text, nick text);
CREATE TABLE name (id bigint PRIMARY KEY);
CREATE FUNCTION find_user(wanted text) RETURNS SETOF users LANGUAGE plpgsql AS $$
BEGIN
  -- nick isn't used
  RETURN QUERY SELECT * FROM public.users u WHERE u.email = wanted;
END $$;
CREATE FUNCTION set_nick() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.nick := split_part(NEW.email, '@', 1);
  RETURN NEW;
END $$;
CREATE TRIGGER set_nick BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION set_nick();
CREATE FUNCTION count_them(int) RETURNS bigint LANGUAGE sql AS $$
  SELECT count(n.id) FROM users AS u JOIN name n ON n.id = u.nick::bigint
$$;
CREATE FUNCTION helper(int) RETURNS int LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION caller() RETURNS int LANGUAGE sql AS 'SELECT helper(1)';
-- file: 002_change.sql
CREATE OR REPLACE FUNCTION caller() RETURNS int LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION helper(int);
ALTER TABLE users DROP COLUMN id;
DROP FUNCTION count_them(int);
DROP TABLE name;
DROP TRIGGER set_nick ON users;
ALTER TABLE users DROP COLUMN nick;
CREATE OR REPLACE FUNCTION find_user(wanted text) RETURNS SETOF users LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT * FROM users u WHERE u.address = wanted;
END $$;
DROP FUNCTION set_nick();
ALTER TABLE users RENAME COLUMN email TO address;
CREATE FUNCTION low() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION high() RETURNS int LANGUAGE sql AS 'SELECT low()';
DROP FUNCTION low(), high();
