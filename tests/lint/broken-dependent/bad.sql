-- found: 5
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
ALTER TABLE users RENAME COLUMN email TO address;
ALTER TABLE users DROP COLUMN nick;
DROP FUNCTION helper(int);
ALTER TABLE users RENAME TO people;
ALTER TABLE name DROP COLUMN id;
