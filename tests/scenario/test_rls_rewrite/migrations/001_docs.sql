CREATE SCHEMA auth;
CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
$$;
CREATE TABLE docs (id int PRIMARY KEY, owner text NOT NULL);
INSERT INTO docs VALUES (1, 'alice'), (2, 'bob'), (3, 'carol');
ALTER TABLE docs ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON docs FOR SELECT TO srw_user USING (
  auth.role() = 'srw_support' OR owner = current_setting('request.jwt.claims', true)::jsonb ->> 'sub');
GRANT USAGE ON SCHEMA auth TO srw_user, srw_support, srw_boss;
GRANT SELECT ON docs TO srw_user, srw_support, srw_boss;
