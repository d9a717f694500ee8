-- file: 001_start.sql
CREATE TABLE users (id uuid PRIMARY KEY, team_id uuid, name text);
CREATE TABLE watched (id uuid PRIMARY KEY);
CREATE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (1); RETURN NEW; END $$;
CREATE TRIGGER seen AFTER INSERT ON watched FOR EACH ROW EXECUTE FUNCTION seen();
-- file: 002_change.sql
CREATE FUNCTION app_total(team uuid) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER AS $$
  SELECT count(*) FROM public.users u WHERE u.team_id = team AND lower(u.name) <> 'x'
$$;
CREATE FUNCTION rename_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  n public.users.name%TYPE;
  k int := 0;
BEGIN
  IF NEW.id IS NULL THEN RAISE EXCEPTION 'no id'; END IF;
  SELECT u.name INTO n FROM public.users u WHERE u.id = NEW.id;
  UPDATE public.users SET name = coalesce(n, '') || k::text WHERE id = NEW.id;
  RETURN NEW;
END $$;
