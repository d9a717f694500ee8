-- file: 001_start.sql
CREATE ROLE anon;
CREATE ROLE authenticated;
CREATE TABLE users (id uuid PRIMARY KEY, team_id uuid, name text, is_public boolean);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users FOR SELECT TO authenticated USING ((select auth.uid()) = id);
-- file: 002_change.sql

CREATE POLICY add ON users FOR INSERT TO authenticated WITH CHECK (name = 'admin');
CREATE POLICY other_role ON users FOR SELECT TO anon USING (is_public);
CREATE POLICY narrow ON users AS RESTRICTIVE FOR SELECT TO authenticated USING (is_public);
