ALTER TABLE orders DISABLE TRIGGER orders_touch;
ALTER TABLE orders ENABLE TRIGGER ALL;
CREATE TABLE fresh (id bigint);
ALTER TABLE fresh DISABLE TRIGGER ALL;
SET session_replication_role = origin;
RESET session_replication_role;
