-- found: 2
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
-- file: 002_trigger.sql
CREATE TRIGGER users_touch BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER "Told" AFTER DELETE ON elsewhere EXECUTE FUNCTION app.tell();
