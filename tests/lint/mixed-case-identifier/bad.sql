-- found: 7
CREATE TABLE "Users" (id int, "firstName" text, CONSTRAINT "key of" UNIQUE (id));
ALTER TABLE users ADD COLUMN "last-name" text;
CREATE INDEX "Users_idx" ON users (id);
ALTER TABLE users RENAME COLUMN a TO "aB";
CREATE VIEW "V" AS SELECT 1;
