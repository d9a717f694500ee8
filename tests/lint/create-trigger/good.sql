-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE VIEW people AS SELECT * FROM users;
-- file: 002_trigger.sql
CREATE TABLE orders (id bigint PRIMARY KEY);
CREATE TRIGGER orders_touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER people_insert INSTEAD OF INSERT ON people FOR EACH ROW EXECUTE FUNCTION put();
