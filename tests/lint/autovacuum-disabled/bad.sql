-- found: 4
CREATE TABLE quick (id bigint) WITH (autovacuum_enabled = false, fillfactor = 70);
ALTER TABLE users SET (toast.autovacuum_enabled = off);
ALTER TABLE app.orders SET (autovacuum_enabled = false);
ALTER TABLE app.orders SET (autovacuum_enabled = false, fillfactor = 90);
ALTER TABLE app.orders RESET (fillfactor);
ALTER TABLE users2 RESET (autovacuum_enabled);
