-- expect: equal
CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB, s TEXT);
INSERT INTO t VALUES (1, zeroblob(20000000), 'x'), (2, x'00', replace(hex(zeroblob(3000000)), '0', 'ä'));
