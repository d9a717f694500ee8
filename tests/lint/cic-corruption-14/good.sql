-- pg: 14
-- server: 140004
CREATE INDEX CONCURRENTLY users_email ON users (email);
REINDEX TABLE CONCURRENTLY users;
