SET statement_timeout = 0;
CREATE INDEX CONCURRENTLY users_id ON users (id);
