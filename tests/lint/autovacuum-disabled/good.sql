CREATE TABLE quick (id bigint) WITH (autovacuum_enabled = true);
ALTER TABLE users SET (autovacuum_enabled = false);
UPDATE users SET a = 1 WHERE a = 2;
ALTER TABLE users RESET (autovacuum_enabled);
ALTER TABLE orders SET (autovacuum_vacuum_scale_factor = 0.01);
