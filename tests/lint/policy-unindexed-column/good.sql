-- file: 001_start.sql
CREATE ROLE anon;
CREATE ROLE authenticated;
CREATE TABLE users (id uuid PRIMARY KEY, team_id uuid, name text, is_public boolean);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users FOR SELECT TO authenticated USING ((select auth.uid()) = id);
-- file: 002_change.sql

CREATE TABLE orders (id bigint PRIMARY KEY, user_id uuid, is_public boolean);
CREATE POLICY own_orders ON orders TO authenticated USING ((select auth.uid()) = user_id OR is_public);
CREATE INDEX ON orders (user_id, is_public);
CREATE POLICY self ON users FOR SELECT TO authenticated USING ((select auth.uid()) = users.id);
CREATE POLICY members ON users FOR SELECT USING (EXISTS (SELECT 1 FROM members WHERE team_id = 'x'));
CREATE POLICY add ON users FOR INSERT WITH CHECK (team_id IS NULL);
