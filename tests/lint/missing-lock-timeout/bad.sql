-- found: 2
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY);
-- file: 002_age.sql
-- dunlin:own-timeouts
ALTER TABLE users ADD COLUMN age int;
ALTER TABLE users ADD COLUMN height int;
-- dunlin:unit
SET lock_timeout = 0;
CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
