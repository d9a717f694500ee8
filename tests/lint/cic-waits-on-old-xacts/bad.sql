-- found: 4
-- dunlin:own-timeouts
SET lock_timeout = '2s';
CREATE INDEX CONCURRENTLY users_email ON users (email);
DROP INDEX CONCURRENTLY users_name;
SET lock_timeout = 0;
SET statement_timeout = '10min';
REINDEX TABLE CONCURRENTLY users;
ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY;
