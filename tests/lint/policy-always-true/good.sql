-- file: 001_start.sql
CREATE ROLE anon;
CREATE ROLE authenticated;
CREATE TABLE users (id uuid PRIMARY KEY, team_id uuid, name text, is_public boolean);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users FOR SELECT TO authenticated USING ((select auth.uid()) = id);
-- file: 002_change.sql

CREATE POLICY readable ON users FOR SELECT USING (true);
CREATE POLICY server ON users TO service_role USING (true) WITH CHECK (true);
CREATE POLICY narrow ON users AS RESTRICTIVE USING (true);
CREATE POLICY insert_own ON users FOR INSERT TO authenticated WITH CHECK ((select auth.uid()) = id);
CREATE POLICY moved ON users FOR UPDATE TO authenticated USING (true) WITH CHECK ((select auth.uid()) = id);
ALTER POLICY own ON users USING (true);
