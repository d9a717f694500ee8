CREATE TABLE users (id int, "name" text, value int, sort_order int);
SELECT "order" FROM "user";
ALTER TABLE "user" ADD COLUMN a int;
CREATE TABLE plain (position int, time time);
