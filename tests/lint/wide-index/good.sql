CREATE TABLE users (id bigint PRIMARY KEY, a int, b int, c int, d int);
CREATE INDEX users_abc ON users (a, b, c) INCLUDE (d);
CREATE UNIQUE INDEX users_abcd ON users (a, b, c, d);
CREATE INDEX users_brin ON users USING brin (a, b, c, d);
