-- file: 000_auth.sql
CREATE SCHEMA auth;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('app.user', true), '')::uuid $$;
CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS $$ SELECT current_setting('app.jwt', true)::jsonb $$;
-- file: 001_start.sql
CREATE ROLE anon;
CREATE ROLE authenticated;
CREATE TABLE users (id uuid PRIMARY KEY, team_id uuid, name text, is_public boolean);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users FOR SELECT TO authenticated USING ((select auth.uid()) = id);
CREATE TABLE members (user_id uuid, team_id uuid);
CREATE FUNCTION current_team() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
-- file: 002_change.sql

CREATE POLICY a ON users FOR UPDATE TO authenticated
  USING ((select auth.uid()) = id) WITH CHECK (id = (SELECT auth.uid() AS uid));
CREATE POLICY b ON users USING (team_id = (select current_team()));
CREATE POLICY c ON users USING (lower(name) = 'x' AND team_id = (select current_setting('app.team')::uuid));
CREATE POLICY d ON users USING (name = CURRENT_USER);
