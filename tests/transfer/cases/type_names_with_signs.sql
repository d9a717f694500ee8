-- expect: equal
CREATE TABLE t (a [int 64], b "decimal (5, 2)", c "weird!type", d 'text(100)', e INT64, f decimal(10,5), g);
INSERT INTO t VALUES (1, 123.45, 'x', 'y', 2, 1.5, NULL), (NULL, 0.01, '', 'z', -2, 99999.99999, NULL);
