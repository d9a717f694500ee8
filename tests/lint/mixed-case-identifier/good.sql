CREATE TABLE Users (Id int, first_name text, "größe" text, "order" int);
CREATE POLICY "Users can see their own" ON users USING (true);
ALTER TABLE "Old" RENAME TO new;
ALTER TABLE "Old2" ADD COLUMN a int;
