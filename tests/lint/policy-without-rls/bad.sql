CREATE TABLE orders (id bigint PRIMARY KEY, user_id uuid);
CREATE POLICY own_orders ON orders TO authenticated USING ((select auth.uid()) = user_id);
