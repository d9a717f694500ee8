-- expect: equal
-- An index of PostgreSQL takes 2,704 bytes: what can be compressed fits, an index that isn't unique is left out otherwise.
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b BLOB);
CREATE INDEX t_a ON t (a);
CREATE INDEX t_b ON t (b);
INSERT INTO t VALUES (1, replace(hex(zeroblob(5000)), '0', 'ab'), x'00'), (2, 'short', randomblob(3000)), (3, NULL, randomblob(5000));
