-- found: 4
CREATE TABLE "user" (id int, "order" int, "group" text);
ALTER TABLE users ADD COLUMN "limit" int;
