CREATE TABLE fresh (id bigint) WITH (fillfactor = 70);
ALTER TABLE fresh SET (fillfactor = 80);
ALTER TABLE users SET (autovacuum_enabled = true);
