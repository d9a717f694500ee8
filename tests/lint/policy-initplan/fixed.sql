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
  USING ((select auth.uid()) = id) WITH CHECK ((select auth.uid()) = id AND (select auth.jwt()) ->> 'role' = 'admin');
CREATE POLICY b ON users USING (team_id = (select current_team()));
CREATE POLICY c ON users USING (team_id = (select current_setting('app.team'))::uuid OR (select auth.uid()) = id);
ALTER POLICY own ON users USING (EXISTS (SELECT 1 FROM members m WHERE m.user_id = (select auth.uid()) AND m.team_id = users.team_id));
