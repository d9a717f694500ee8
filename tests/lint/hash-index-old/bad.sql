-- found: 1
-- pg: 9
CREATE INDEX users_email ON users USING hash (email);
