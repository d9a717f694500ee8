-- pg: 10
CREATE INDEX users_email ON users USING hash (email);
CREATE INDEX users_name ON users (name);
