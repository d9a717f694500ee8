-- dunlin:own-timeouts
SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN phone text;
SET lock_timeout = 0;
SET statement_timeout = '2h';
CREATE INDEX CONCURRENTLY users_email ON users (email);
RESET statement_timeout;
DROP INDEX CONCURRENTLY users_name;
