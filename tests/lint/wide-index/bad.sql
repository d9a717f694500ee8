-- found: 1
CREATE TABLE users (id bigint PRIMARY KEY, a int, b int, c int, d int);
CREATE INDEX users_abcd ON users (a, b, c, d);
