CREATE TABLE orders (id bigint PRIMARY KEY, user_id uuid);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY change ON orders FOR UPDATE TO authenticated USING (true) WITH CHECK (user_id = (select auth.uid()));
CREATE POLICY see ON orders FOR SELECT TO reporter USING (true);
CREATE TABLE notes (id bigint PRIMARY KEY, user_id uuid);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY see_notes ON notes FOR SELECT TO authenticated USING (true);
CREATE POLICY change_notes ON notes FOR UPDATE TO authenticated WITH CHECK (user_id = (select auth.uid()));
