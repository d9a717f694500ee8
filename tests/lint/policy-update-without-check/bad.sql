-- file: 001_start.sql
CREATE ROLE anon;
CREATE ROLE authenticated;
CREATE TABLE users (id uuid PRIMARY KEY, team_id uuid, name text, is_public boolean);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users FOR SELECT TO authenticated USING ((select auth.uid()) = id);
-- file: 002_change.sql

CREATE POLICY change ON users FOR UPDATE TO authenticated USING ((select auth.uid()) = id);
