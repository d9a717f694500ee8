-- file: 001_start.sql
CREATE ROLE anon;
CREATE ROLE authenticated;
CREATE TABLE users (id uuid PRIMARY KEY, team_id uuid, name text, is_public boolean);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users FOR SELECT TO authenticated USING ((select auth.uid()) = id);
-- file: 002_change.sql

CREATE POLICY open_all ON users USING (true);
CREATE POLICY open_insert ON users FOR INSERT TO authenticated WITH CHECK (1 = 1);
CREATE POLICY open_delete ON users FOR DELETE TO anon USING (true OR id IS NULL);
ALTER POLICY own ON users TO public USING (true);
CREATE POLICY mine ON users FOR UPDATE TO authenticated USING ((select auth.uid()) = id);
ALTER POLICY mine ON users USING (true);
