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
-- file: 002_change.sql

CREATE VIEW names AS SELECT id, name FROM users;
CREATE OR REPLACE VIEW public."Team" (id) WITH (security_barrier) AS SELECT u.id FROM public.users u;
