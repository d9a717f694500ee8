-- file: 001_start.sql
CREATE ROLE anon;
CREATE ROLE authenticated;
CREATE TABLE users (id uuid PRIMARY KEY, team_id uuid, name text, is_public boolean);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users FOR SELECT TO authenticated USING ((select auth.uid()) = id);
-- file: 002_change.sql

CREATE TABLE orders (id bigint PRIMARY KEY, user_id uuid);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_orders ON orders TO authenticated USING ((select auth.uid()) = user_id);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE not_known ENABLE ROW LEVEL SECURITY;
