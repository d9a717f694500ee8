-- found: 2
-- pg: 14
-- server: 140002
CREATE INDEX CONCURRENTLY users_email ON users (email);
REINDEX TABLE CONCURRENTLY users;
