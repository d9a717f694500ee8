-- dunlin:own-timeouts
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN age int;
ALTER TABLE users ADD COLUMN height int;
-- dunlin:unit
SET lock_timeout = 0;
SET LOCAL lock_timeout = '2s';
CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
