ALTER TABLE users ADD COLUMN phone text;
CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);
CREATE TABLE orders (id bigint PRIMARY KEY);
