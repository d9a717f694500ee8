-- expect: equal|refused
CREATE TABLE s (id INTEGER PRIMARY KEY, i INT, t TEXT, r REAL, b BLOB) STRICT;
INSERT INTO s VALUES (1, 5, 'x', 1.5, x'00');
CREATE TABLE a (id INTEGER PRIMARY KEY, v ANY) STRICT;
INSERT INTO a VALUES (1, 5), (2, 'text'), (3, x'00'), (4, 1.5), (5, NULL);
