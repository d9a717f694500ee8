CREATE TABLE a (id bigint PRIMARY KEY, n int UNIQUE);
CREATE TABLE b (id bigserial PRIMARY KEY);
CREATE TABLE c (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE d (id smallint PRIMARY KEY, u uuid);
ALTER TABLE unknown ADD PRIMARY KEY (id);
CREATE TEMP TABLE t (id int PRIMARY KEY);
