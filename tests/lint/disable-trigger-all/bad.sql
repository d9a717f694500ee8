-- found: 4
ALTER TABLE orders DISABLE TRIGGER ALL;
ALTER TABLE app."Users" ADD COLUMN a int, DISABLE TRIGGER USER;
SET session_replication_role = replica;
SET LOCAL session_replication_role TO 'replica';
ALTER TABLE orders ENABLE TRIGGER ALL;
