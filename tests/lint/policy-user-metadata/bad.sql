-- file: 001_start.sql
CREATE ROLE anon;
CREATE ROLE authenticated;
CREATE TABLE users (id uuid PRIMARY KEY, team_id uuid, name text, is_public boolean);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users FOR SELECT TO authenticated USING ((select auth.uid()) = id);
-- file: 002_change.sql

CREATE POLICY admins ON users USING (((select auth.jwt()) -> 'user_metadata' ->> 'role') = 'admin');
CREATE POLICY tenants ON users USING (team_id = (SELECT (raw_user_meta_data ->> 'team')::uuid FROM auth.users WHERE id = (select auth.uid())));
